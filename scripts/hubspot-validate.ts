/** `npm run hubspot:validate`: all that can be checked about the HubSpot project without an account. */
import { buildEdition } from './hubspot/build-edition.ts';
import { EDITIONS, type Edition } from './hubspot/edition.ts';
import { lintExtensions } from './hubspot/lint-extensions.ts';
import { readExpectations, runOwnChecks } from './hubspot/own-checks.ts';
import { readProjectSchemas } from './hubspot/project-schemas.ts';
import { readProject } from './hubspot/read-project.ts';
import { runHubSpotValidator } from './hubspot/run-hubspot-validator.ts';

const SCHEMA_WORDS = {
  drafts: 'the config schemas are our drafts: HubSpot serves its own to accounts only; npm run hubspot:schemas',
  hubspot: "with HubSpot's own config schemas, fetched with npm run hubspot:schemas",
} as const;

async function main(): Promise<number> {
  let total = 0;
  for (const edition of EDITIONS) total += await validate(edition);
  console.log(total === 0 ? 'The project is in order.' : `${total} ${total === 1 ? 'problem' : 'problems'} to solve.`);
  return total === 0 ? 0 : 1;
}

/** Prints what was checked in an edition; returns how many problems there are. */
async function validate(edition: Edition): Promise<number> {
  const { outDir } = await buildEdition({ edition });
  const project = await readProject(outDir, edition);
  const { origin } = await readProjectSchemas(project.platformVersion);
  const checks = [
    [`HubSpot's validator (${SCHEMA_WORDS[origin]})`, runHubSpotValidator(outDir, edition)],
    [
      'Own checks: entry files, scopes, uids, functions, permitted URLs, lock files',
      runOwnChecks(project, await readExpectations(edition)),
    ],
    ["HubSpot's lint rules over the extensions", lintExtensions(project.sourceDir)],
  ] as const;
  console.log(`The ${edition} edition`);
  let total = 0;
  for (const [name, running] of checks) {
    const problems = await running;
    total += problems.length;
    console.log(`  ${problems.length === 0 ? '✓' : '✗'} ${name}`);
    for (const problem of problems) console.log(`      ${problem}`);
  }
  return total;
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
