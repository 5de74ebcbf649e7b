import { readFileSync } from 'node:fs';
import { DEMO_API_KEY, makeDemoCompanyFiles } from './companies-house/demo-company-files.ts';
import { DEMO_OPPSPOT_KEY, makeDemoOppspotCompanies } from './oppspot/demo-oppspot-companies.ts';
import { makeDemoSeed } from './seed/demo-portal.ts';
import { startSandbox } from './start-sandbox.ts';

/** Starts the local HubSpot as a process of its own; `README.md` lists the variables it reads. */
const env = process.env;

try {
  const sandbox = await startSandbox({
    port: Number(env.SANDBOX_PORT ?? 4000),
    host: env.HOST ?? '127.0.0.1',
    seed: env.SANDBOX_SEED ? JSON.parse(readFileSync(env.SANDBOX_SEED, 'utf8')) : makeDemoSeed(new Date()),
    companiesHouse: { apiKey: DEMO_API_KEY, companies: makeDemoCompanyFiles(new Date()) },
    oppspot: { apiKey: DEMO_OPPSPOT_KEY, companies: makeDemoOppspotCompanies(new Date()) },
    ...(env.SANDBOX_APP === undefined ? {} : { app: JSON.parse(env.SANDBOX_APP) }),
    ...(env.SANDBOX_EXTENSIONS_DIR === undefined ? {} : { extensionsDir: env.SANDBOX_EXTENSIONS_DIR }),
    ...(env.SANDBOX_FUNCTION_SECRETS === undefined
      ? {}
      : { functionSecrets: JSON.parse(env.SANDBOX_FUNCTION_SECRETS) }),
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
