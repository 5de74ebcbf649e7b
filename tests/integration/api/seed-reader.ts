import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type ApiWorld, signToken, startApiWorld, TOKEN } from './api-world.ts';

const run = promisify(execFile);
const ROOT = process.cwd();
const HOST = 'http://localhost:3000';

/** The API with somebody who follows the quick start: runs its blocks as they stand there. */
export interface SeedReader extends ApiWorld {
  /** Runs a block in a shell; answers the JSON that it prints. */
  runShell(code: string): Promise<unknown>;
  /** Sends statements into the database shell of the organisation, as they are. */
  runStatements(statements: readonly string[]): Promise<{ readonly code: unknown; readonly output: string }>;
  /** Runs a TypeScript example with this id for its placeholder; answers what it prints. */
  runExample(code: string, integrationId: string): Promise<string>;
  /** The organisation's first integration; "" while it has none. */
  integrationId(): Promise<string>;
}

/** Starts the API for a reader of this organisation. */
export async function startSeedReader(organizationId: string): Promise<SeedReader> {
  const world = await startApiWorld();
  const token = await signToken({ organizationId });
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, '.cache', 'seed-'));
  /** What the reader puts in place of the words in capitals, and his host. */
  const fillIn = (code: string) =>
    code
      .replaceAll(HOST, world.origin)
      .replaceAll('YOUR_SUPABASE_JWT_TOKEN', token)
      .replaceAll('YOUR_HUBSPOT_ACCESS_TOKEN', TOKEN);
  const environment = { ...world.environment, API_ORIGIN: world.origin, API_TOKEN: token };
  return {
    ...world,
    runShell: async (code) => JSON.parse((await run('bash', ['-c', fillIn(code)])).stdout),
    runStatements: (statements) => runStatements(world.database.url, organizationId, statements),
    runExample: (code, integrationId) => runExample(complete(code, integrationId), folder, environment),
    integrationId: async () => (await world.api('/connect', { organizationId })).body.integrations[0]?.id ?? '',
    stop: async () => {
      rmSync(folder, { recursive: true });
      await world.stop();
    },
  };
}

async function runStatements(databaseUrl: string, organizationId: string, statements: readonly string[]) {
  const script = ['--import', 'tsx', 'scripts/db-shell.ts', '--no-psql', '--organization', organizationId];
  const child = spawn(process.execPath, script, { env: { ...process.env, DATABASE_URL: databaseUrl } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)));
  child.stdin.end(`${statements.join('\n')}\n`);
  const [code] = await once(child, 'close');
  return { code, output };
}

const IMPORT = `import { getSmartSyncOrchestrator } from '@/lib/integrations/crm';\n`;

/** What a reader adds: the orchestrator where an example goes on from the one before, and contacts for its dots. */
function complete(code: string, integrationId: string): string {
  const whole =
    code.includes('import ') || !code.includes('orchestrator.')
      ? code
      : `${IMPORT}const orchestrator = getSmartSyncOrchestrator();\n${code}`;
  return whole
    .replaceAll(/'(your-)?integration-id'/g, `'${integrationId}'`)
    .replaceAll(', ... }', ' }')
    .replaceAll(/await orchestrator\.(\w+)/g, 'await told(orchestrator).$1');
}

/** Prints what a call answered, for the examples that print nothing; the browser's address and token of its fetch. */
const PRELUDE = `
  const told = <T extends object>(of: T): T => new Proxy(of, { get: (target, name) => async (...args: unknown[]) => {
    const result = await Reflect.get(target, name)(...args);
    console.log('answer ' + JSON.stringify(result));
    return result;
  } });
  const reach = globalThis.fetch;
  globalThis.fetch = (address) => reach(process.env.API_ORIGIN + String(address), { headers: { authorization: 'Bearer ' + process.env.API_TOKEN } });
`;

async function runExample(
  code: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const file = path.join(folder, `${randomUUID()}.ts`);
  const [head = '', ...rest] = code.includes('import ') ? code.split(/(?<=crm';\n)/) : ['', code];
  writeFileSync(file, `${head}${PRELUDE}${rest.join('')}\nexport {};\n`);
  const tsx = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const { stdout } = await run(process.execPath, [tsx, file], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...environment },
  });
  return stdout;
}
