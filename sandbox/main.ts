import { readFileSync } from 'node:fs';
import { startSandbox } from './start-sandbox.ts';

/** Starts the local HubSpot as a process of its own; `README.md` lists the variables it reads. */
const env = process.env;

try {
  const seedFile = env.SANDBOX_SEED ?? new URL('./seed/demo-portal.json', import.meta.url);
  const sandbox = await startSandbox({
    port: Number(env.SANDBOX_PORT ?? 4000),
    host: env.HOST ?? '127.0.0.1',
    seed: JSON.parse(readFileSync(seedFile, 'utf8')),
    ...(env.SANDBOX_APP === undefined ? {} : { app: JSON.parse(env.SANDBOX_APP) }),
    ...(env.SANDBOX_EXTENSIONS_DIR === undefined ? {} : { extensionsDir: env.SANDBOX_EXTENSIONS_DIR }),
    ...(env.SANDBOX_ORIGIN_MAP === undefined ? {} : { originMap: JSON.parse(env.SANDBOX_ORIGIN_MAP) }),
  });
  console.log(`local HubSpot: ${sandbox.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.stop().then(() => process.exit(0)));
  }
} catch (error) {
  console.error(`the local HubSpot cannot start: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof Error && error.cause instanceof Error) console.error(`because: ${error.cause.message}`);
  process.exitCode = 1;
}
