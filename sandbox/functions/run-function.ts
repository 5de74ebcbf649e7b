import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const metadataSchema = z.object({
  uid: z.string(),
  config: z.object({ entrypoint: z.string(), secretKeys: z.array(z.string()) }),
});

type ExecuteFunction = (
  config: object,
  uid: string,
  inputs: { readonly appId: number; readonly parameters: unknown },
  onAnswer: (answer: unknown) => void,
) => Promise<void>;

const RUNNER = 'node_modules/@hubspot/ui-extensions-dev-server/dist/lib/serverless/executor.js';

/** HubSpot ends a function after this time. */
const FUNCTION_TIMEOUT_MS = 15_000;

/**
 * The function runner of `hs project dev`: loading, secrets, time limit and the check of the answer are HubSpot's code.
 *
 * Its package exports no way to it (read in @hubspot/ui-extensions-dev-server 2.1.2), hence the path.
 */
async function loadRunner(): Promise<ExecuteFunction> {
  const file = path.resolve(import.meta.dirname, '../..', RUNNER);
  const { executeFunction }: { executeFunction: ExecuteFunction } = await import(pathToFileURL(file).href);
  return executeFunction;
}

/** What one run of a function needs. */
export interface FunctionRun {
  /** Source folder of an assembled private edition. */
  readonly sourceDir: string;
  readonly uid: string;
  /** HubSpot's own and those of `hs secret add`; the runner reads them from `.env`. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly parameters: unknown;
}

/** Tells whether an edition has this function. */
export async function hasFunction(sourceDir: string, uid: string): Promise<boolean> {
  return (await findFunction(sourceDir, uid)) !== undefined;
}

/** Runs a function of an assembled edition as HubSpot does; rejects with HubSpot's `ExecutionError`. */
export async function runFunction({ sourceDir, uid, secrets, parameters }: FunctionRun): Promise<unknown> {
  const metadata = await findFunction(sourceDir, uid);
  if (metadata === undefined) throw new Error(`the app has no function ${uid}`);
  const folder = functionsFolder(sourceDir);
  const lines = Object.entries(secrets).map(([key, value]) => `${key}="${value}"`);
  await writeFile(path.join(folder, '.env'), `${lines.join('\n')}\n`);
  const { entrypoint, secretKeys } = metadata.config;
  const silent = () => {};
  let answer: unknown;
  await (await loadRunner())(
    {
      accountId: 1,
      app: { path: path.join(sourceDir, 'app') },
      functionTimeoutMs: FUNCTION_TIMEOUT_MS,
      hubspotApiOrigin: 'https://api.hubapi.com',
      hubspotWebsiteOrigin: 'https://app.hubspot.com',
      logger: { debug: silent, info: silent, warn: silent, error: silent },
      platformVersion: '2026.09',
      appFunctions: {
        [uid]: { resolvedPath: path.join(sourceDir, entrypoint), secrets: secretKeys, componentRoot: folder },
      },
    },
    uid,
    { appId: 4096, parameters },
    (given) => {
      answer = given;
    },
  );
  return answer;
}

const functionsFolder = (sourceDir: string): string => path.join(sourceDir, 'app/functions');

async function findFunction(sourceDir: string, uid: string): Promise<z.infer<typeof metadataSchema> | undefined> {
  const folder = functionsFolder(sourceDir);
  if (!existsSync(folder)) return undefined;
  const files = (await readdir(folder)).filter((name) => name.endsWith('-hsmeta.json'));
  const found = await Promise.all(
    files.map(async (name) => metadataSchema.parse(JSON.parse(await readFile(path.join(folder, name), 'utf8')))),
  );
  return found.find((metadata) => metadata.uid === uid);
}
