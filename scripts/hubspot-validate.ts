/** `npm run hubspot:validate`: all that can be checked about the HubSpot project without an account. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '../backend/src/adapters/hubspot/scopes.ts';
import { buildEdition } from './hubspot/build-edition.ts';
import { lintExtensions } from './hubspot/lint-extensions.ts';
import { runOwnChecks } from './hubspot/own-checks.ts';
import { readProject } from './hubspot/read-project.ts';
import { runHubSpotValidator } from './hubspot/run-hubspot-validator.ts';

const EDITION = 'marketplace';

async function main(): Promise<number> {
  const { outDir } = await buildEdition({ edition: EDITION });
  const project = await readProject(outDir, EDITION);
  const uidsFile = path.join(import.meta.dirname, 'hubspot/published-uids.json');
  const uids = z.array(z.string()).parse(JSON.parse(await readFile(uidsFile, 'utf8')));
  const checks = [
    [
      "HubSpot's validator (the config schemas are our drafts: HubSpot serves its own to accounts only)",
      runHubSpotValidator(outDir, EDITION),
    ],
    [
      'Own checks: entry files, scopes, uids, functions, permitted URLs, lock files',
      runOwnChecks(project, { scopes: [...REQUIRED_SCOPES, ...OPTIONAL_SCOPES], uids }),
    ],
    ["HubSpot's lint rules over the extensions", lintExtensions(project.sourceDir)],
  ] as const;
  let total = 0;
  for (const [name, running] of checks) {
    const problems = await running;
    total += problems.length;
    console.log(`${problems.length === 0 ? '✓' : '✗'} ${name}`);
    for (const problem of problems) console.log(`    ${problem}`);
  }
  console.log(total === 0 ? 'The project is in order.' : `${total} ${total === 1 ? 'problem' : 'problems'} to solve.`);
  return total === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
