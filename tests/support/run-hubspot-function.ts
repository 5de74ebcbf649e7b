import { readFile, writeFile } from 'node:fs/promises';
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

/**
 * The function runner of `hs project dev`: loading, secrets, time limit and the check of the answer are HubSpot's code.
 *
 * Its package exports no way to it (read in @hubspot/ui-extensions-dev-server 2.1.2), hence the path.
 */
async function loadRunner(): Promise<ExecuteFunction> {
  const file = path.resolve('node_modules/@hubspot/ui-extensions-dev-server/dist/lib/serverless/executor.js');
  const { executeFunction }: { executeFunction: ExecuteFunction } = await import(pathToFileURL(file).href);
  return executeFunction;
}

/** What one run of a function needs. */
export interface FunctionRun {
  /** Source folder of an assembled private edition. */
  readonly sourceDir: string;
  /** Without `-hsmeta.json`. */
  readonly name: string;
  /** HubSpot's own and those of `hs secret add`; the runner reads them from `.env`. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly parameters: unknown;
}

/** Runs a function of an assembled edition as HubSpot does; rejects with HubSpot's `ExecutionError`. */
export async function runHubSpotFunction({ sourceDir, name, secrets, parameters }: FunctionRun): Promise<unknown> {
  const folder = path.join(sourceDir, 'app/functions');
  const metadata = metadataSchema.parse(JSON.parse(await readFile(path.join(folder, `${name}-hsmeta.json`), 'utf8')));
  const lines = Object.entries(secrets).map(([key, value]) => `${key}="${value}"`);
  await writeFile(path.join(folder, '.env'), `${lines.join('\n')}\n`);
  const { entrypoint, secretKeys } = metadata.config;
  const silent = () => {};
  let answer: unknown;
  await (await loadRunner())(
    {
      accountId: 1,
      app: { path: path.join(sourceDir, 'app') },
      functionTimeoutMs: 15_000,
      hubspotApiOrigin: 'https://api.hubapi.com',
      hubspotWebsiteOrigin: 'https://app.hubspot.com',
      logger: { debug: silent, info: silent, warn: silent, error: silent },
      platformVersion: '2026.09',
      appFunctions: {
        [metadata.uid]: {
          resolvedPath: path.join(sourceDir, entrypoint),
          secrets: secretKeys,
          componentRoot: folder,
        },
      },
    },
    metadata.uid,
    { appId: 4096, parameters },
    (given) => {
      answer = given;
    },
  );
  return answer;
}
