/**
 * Fetches HubSpot's own schemas of the `config` blocks, for whoever has an account.
 *
 * `USE_ENVIRONMENT_HUBSPOT_CONFIG=true HUBSPOT_ACCOUNT_ID=… HUBSPOT_PERSONAL_ACCESS_KEY=… npm run hubspot:schemas`,
 * with `-- --out <file>` for a file elsewhere.
 * They are kept in `build/`, which git ignores: whether HubSpot allows to hand them on is not known.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { getIntermediateRepresentationSchema } from '@hubspot/project-parsing-lib/schema';
import { schemasFile } from './project-schemas.ts';
import { projectConfigSchema } from './project-shapes.ts';

const rootDir = path.resolve(import.meta.dirname, '../..');

async function main(): Promise<void> {
  const accountId = Number(process.env.HUBSPOT_ACCOUNT_ID);
  if (!Number.isInteger(accountId) || accountId <= 0 || !process.env.HUBSPOT_PERSONAL_ACCESS_KEY) {
    throw new Error(
      'Set USE_ENVIRONMENT_HUBSPOT_CONFIG=true, HUBSPOT_ACCOUNT_ID and HUBSPOT_PERSONAL_ACCESS_KEY of a HubSpot account.',
    );
  }
  const project = projectConfigSchema.parse(JSON.parse(await readFile(path.join(rootDir, 'hsproject.json'), 'utf8')));
  const { platformVersion } = project;
  const context = { accountId, platformVersion, projectSourceDir: path.join(rootDir, project.srcDir) };
  const schemas = await getIntermediateRepresentationSchema(context);
  const { out } = parseArgs({ options: { out: { type: 'string' } } }).values;
  const file = out ?? schemasFile(platformVersion);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(schemas, null, 2)}\n`);
  console.log(`${Object.keys(schemas).length} schemas of ${platformVersion} in ${path.relative(process.cwd(), file)}.`);
  if (out === undefined) console.log('npm run hubspot:validate uses them from now on.');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
