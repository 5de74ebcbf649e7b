import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, startApiWorld } from './api-world.ts';

/** The examples of the quick start as they stand there, but for what they print and the integration's id. */
const EXAMPLES = `
import { getSmartSyncOrchestrator } from '@/lib/integrations/crm';

const orchestrator = getSmartSyncOrchestrator();
const results: unknown[] = [];

results.push(await orchestrator.syncContact(
  'your-integration-id', // Get from Step 4A response
  {
    email: 'sarah.chen@revolut.com',
    firstName: 'Sarah',
    lastName: 'Chen',
    company: 'Revolut',
    companyId: 'abc-123', // oppSpot company ID (optional)
    title: 'VP Engineering',
  }
));

// Sync contact (will auto-enrich if company exists in oppSpot)
results.push(await orchestrator.syncContact('integration-id', {
  email: 'john@acme.com',
  firstName: 'John',
  lastName: 'Smith',
  company: 'Acme Corp',
  companyId: 'oppspot-company-id', // Important: Links to oppSpot data
  phone: '+44 20 1234 5678',
  title: 'CEO',
}));

results.push(await orchestrator.syncContact(
  'integration-id',
  {
    email: 'jane@example.com',
    firstName: 'Jane',
    lastName: 'Doe',
  },
  {
    skipEnrichment: true, // Skip AI enrichment for speed
  }
));

results.push(await orchestrator.syncCompany('integration-id', {
  companyId: 'oppspot-company-id',
  name: 'Revolut',
  domain: 'revolut.com',
  industry: 'Fintech',
  employeeCount: 2800,
  revenue: 880000000,
  description: 'Digital banking platform',
}));

results.push(await orchestrator.syncBatch('integration-id', {
  contacts: [
    { email: 'contact1@example.com' },
    { email: 'contact2@example.com' },
  ]
}));

console.log(JSON.stringify(results));
`;

const parseConfigHost: ts.ParseConfigFileHost = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };

const ORGANIZATION = randomUUID();
const root = process.cwd();
let world: ApiWorld;
let integrationId: string;
let folder: string;

beforeAll(async () => {
  world = await startApiWorld();
  const connected = await world.connect(ORGANIZATION, { auto_enrich: true });
  integrationId = connected.body.integration.id;
  mkdirSync(join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(join(root, '.cache', 'library-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.stop();
});

/** Runs a script as the quick start says, `npx tsx`, in a process of its own. */
async function run(script: string, env: Readonly<Record<string, string>> = {}) {
  return (await runAll(script, env)).last;
}

async function runAll(script: string, env: Readonly<Record<string, string>>) {
  const file = join(folder, `${randomUUID()}.ts`);
  writeFileSync(file, script);
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [tsx, file], {
    cwd: root,
    env: { PATH: process.env.PATH, ...world.environment, ...env },
  });
  const answers = stdout.split('\n').filter((line) => line.startsWith('{"success"') || line.startsWith('['));
  return { last: JSON.parse(answers.at(-1) ?? ''), lines: stdout };
}

describe('the library', () => {
  it('runs the examples of the quick start and ends by itself', async () => {
    const script = EXAMPLES.replaceAll(/'(your-)?integration-id'/g, `'${integrationId}'`);

    const results = await run(script);

    const contact = { success: true, crmContactId: expect.any(String), entityType: 'contact' };
    expect(results).toEqual([
      contact,
      contact,
      contact,
      { success: true, crmCompanyId: expect.any(String), entityType: 'company' },
      { success: true, results: [contact, contact] },
    ]);
  });

  it('type-checks the examples, and refuses a contact without an address', async () => {
    writeFileSync(join(folder, 'examples.ts'), EXAMPLES);
    writeFileSync(join(folder, 'wrong.ts'), EXAMPLES.replace("email: 'jane@example.com',", ''));
    const names = ['examples.ts', 'wrong.ts'].map((name) => join(folder, name));
    const { options } = ts.getParsedCommandLineOfConfigFile('tsconfig.json', {}, parseConfigHost) ?? { options: {} };
    const program = ts.createProgram({ rootNames: names, options });

    // Only these two: `npm run check` looks at what they import.
    const complained = names.filter(
      (name) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name)).length > 0,
    );
    expect(complained).toEqual([join(folder, 'wrong.ts')]);
  }, 180_000);

  it('answers what goes wrong instead of throwing it', async () => {
    const wrong = `
      import { getSmartSyncOrchestrator } from '@/lib/integrations/crm';
      const orchestrator = getSmartSyncOrchestrator();
      console.log(JSON.stringify([
        await orchestrator.syncContact('your-integration-id', { email: 'a@example.com' }),
        await orchestrator.syncContact('${integrationId}', { email: 'no address' }),
      ]));
      await orchestrator.close();`;

    expect(await run(wrong)).toEqual([
      { success: false, error: 'Integration not found or inactive', code: 'INTEGRATION_NOT_FOUND' },
      expect.objectContaining({ success: false, code: 'VALIDATION' }),
    ]);
  });

  it('says on DEBUG what it does, without a secret or personal data', async () => {
    const script = `
      import { getSmartSyncOrchestrator } from '@/lib/integrations/crm';
      const result = await getSmartSyncOrchestrator().syncContact('${integrationId}', {
        email: 'debug@example.com', firstName: 'Deborah', phone: '+44 20 7946 0018', company: 'Debug House',
      });
      console.log(JSON.stringify(result));`;

    const { lines } = await runAll(script, { LOG_LEVEL: '', DEBUG: 'smartsync:*' });

    expect(lines).toMatch(/"level":"debug".*"hubspot call"/);
    expect(lines).toMatch(/"operation":"create".*"smartsync:sync done"/);
    expect(lines).not.toMatch(/debug@|Deborah|7946|Debug House|pat-eu1|Bearer/);
  });

  it('answers a wrong environment as not configured', async () => {
    const script = `
      import { getSmartSyncOrchestrator } from '@/lib/integrations/crm';
      console.log(JSON.stringify(await getSmartSyncOrchestrator().syncContact('x', { email: 'a@example.com' })));`;

    expect(await run(script, { LOG_LEVEL: 'loud' })).toMatchObject({ success: false, code: 'not_configured' });
  });
});
