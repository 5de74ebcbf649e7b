import { execFile, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hasSeedDocument,
  parseSeedJson,
  readSeedBlocks,
  readSeedDocument,
  readSeedStatements,
} from '../../support/seed-document.ts';
import { type ApiWorld, signToken, startApiWorld, TOKEN } from './api-world.ts';

/** Where the document is missing everything here is skipped; `library`, `monitoring` and `sync` hold copies of its examples. */
const run = promisify(execFile);
const ORGANIZATION = randomUUID();
const HOST = 'http://localhost:3000';
const blocks = readSeedBlocks();
const root = process.cwd();
let world: ApiWorld;
let token: string;
let folder: string;

beforeAll(async () => {
  if (!hasSeedDocument) return;
  world = await startApiWorld();
  token = await signToken({ organizationId: ORGANIZATION });
  mkdirSync(path.join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(path.join(root, '.cache', 'seed-'));
});

afterAll(async () => {
  if (!hasSeedDocument) return;
  rmSync(folder, { recursive: true });
  await world.stop();
});

/** What the reader puts in place of the words in capitals, and his host. */
const fillIn = (code: string) =>
  code
    .replaceAll(HOST, world.origin)
    .replaceAll('YOUR_SUPABASE_JWT_TOKEN', token)
    .replaceAll('YOUR_HUBSPOT_ACCESS_TOKEN', TOKEN);

/** The block as a shell runs it. */
async function runShell(code: string): Promise<unknown> {
  const { stdout } = await run('bash', ['-c', fillIn(code)]);
  return JSON.parse(stdout);
}

/** Words that are part of the promise are compared as they are. */
const WORDS = /^(hubspot|contact|create|success|CRM integration connected successfully)$/;

/**
 * Where an answer is not like the example: a member that is missing, another type, another word of the promise. What
 * nobody knows about a company is null in an answer, where the example knows it.
 */
function unlike(example: unknown, answer: unknown, place = 'answer'): readonly string[] {
  if (Array.isArray(example)) {
    if (!Array.isArray(answer)) return [`${place} is no list`];
    return answer.flatMap((one, index) => unlike(example[0], one, `${place}.${index}`));
  }
  if (typeof example === 'object' && example !== null) {
    if (typeof answer !== 'object' || answer === null) return [`${place} is no object`];
    const members: Readonly<Record<string, unknown>> = { ...answer };
    return Object.entries(example).flatMap(([name, value]) => unlike(value, members[name], `${place}.${name}`));
  }
  if (answer === null && place.includes('.enrichments.')) return [];
  const isWord = typeof example === 'boolean' || (typeof example === 'string' && WORDS.test(example));
  const isLike = isWord ? answer === example : typeof answer === typeof example;
  return isLike ? [] : [`${place} is ${JSON.stringify(answer)}, not as ${JSON.stringify(example)}`];
}

describe.skipIf(!hasSeedDocument || spawnSync('curl', ['--version']).status !== 0)(
  'every curl call of the quick start',
  () => {
    const calls = blocks.filter(({ language, code }) => language === 'bash' && /\bcurl\b/.test(code));
    const expected = blocks.filter(({ title }) => title === '**Expected Response:**');

    it('has its expected answer beside it', () => {
      expect(calls).toHaveLength(3);
      expect(expected).toHaveLength(calls.length);
    });

    it('answers with the shapes and messages that are written there, one after the other', async () => {
      const answers: unknown[] = [];

      for (const [index, { code }] of calls.entries()) {
        const answer = await runShell(code);

        expect(unlike(parseSeedJson(expected[index]?.code ?? ''), answer)).toEqual([]);
        answers.push(answer);
      }

      expect(answers[2]).toMatchObject({ logs: [{ sync_type: 'contact', operation: 'create' }] });
    });

    it('answers the log with what is known of a company that the register has', async () => {
      const contact = { email: 'known@kestrel-loom.example', company: 'Kestrel Loom' };
      await world.sync(ORGANIZATION, { entity_type: 'contact', contact });

      const answer = await runShell(calls[2]?.code ?? '');

      const enrichments = {
        summary: expect.any(String),
        leadScore: expect.any(Number),
        buyingSignals: expect.any(Array),
      };
      expect(answer).toMatchObject({ logs: [{ enrichments }, {}] });
    });

    it('leaves the contact in HubSpot with the properties that the reader looks for', async () => {
      const properties = new Set(readSeedDocument().match(/`oppspot_\w+`/g));
      const { body } = await world.api('/connect', { organizationId: ORGANIZATION });
      const { fields } = (
        await world.api(`/${body.integrations[0].id}/fields?entity_type=contact`, { organizationId: ORGANIZATION })
      ).body;

      const names = fields.map(({ name }: { name: string }) => `\`${name}\``);
      expect(properties.size).toBeGreaterThan(4);
      expect([...properties].filter((name) => !names.includes(name))).toEqual([]);
    });
  },
);

describe.skipIf(!hasSeedDocument)('every request and answer of the API reference', () => {
  const reference = blocks.filter(({ heading }) => /^### (POST|GET) /.test(heading));
  const answers = reference.filter(({ title }) => title === '**Response:**');
  const requests = reference.filter(({ title }) => title === '**Request:**');

  it('is there', () => {
    expect([requests.length, answers.length]).toEqual([2, 3]);
  });

  it('names only members that our document takes, with the values that it takes', async () => {
    const text = JSON.stringify(await (await fetch(`${world.origin}/openapi.json`)).json());

    const members = requests.flatMap(({ code }) => [...code.matchAll(/"(\w+)":/g)].map(([, name]) => name));
    const values = requests.flatMap(({ code }) => code.match(/"\w+"(?=( \|.*)?,?$)/gm) ?? []);
    expect(members.filter((name) => !text.includes(`"${name}":`))).toEqual([]);
    expect(values.filter((value) => !text.includes(value) && value !== '"string"')).toEqual([]);
  });

  it('is answered in the shapes that are written there', async () => {
    const [connect, sync, logs] = answers.map(({ code }) => parseSeedJson(code));
    const as = { organizationId: ORGANIZATION };
    const contact = { email: 'reference@example.com', firstName: 'John' };

    const connected = await world.connect(ORGANIZATION, { auto_enrich: true, auto_score: true });
    const synced = await world.sync(ORGANIZATION, { entity_type: 'contact', contact });
    const listed = await world.api('/sync?status=success', as);

    expect(unlike(connect, connected.body)).toEqual([]);
    expect(unlike(sync, synced.body)).toEqual([]);
    const [newest] = listed.body.logs;
    expect(newest.crm_record_id).toBe(synced.body.crmContactId);
    expect(unlike(logs, { logs: [newest] })).toEqual([]);
  });

  it('keeps the limits of the log that are written there', async () => {
    const document = await (await fetch(`${world.origin}/openapi.json`)).json();
    const parameters: readonly { name: string; schema: { default?: number; maximum?: number } }[] =
      document.paths['/api/integrations/crm/sync'].get.parameters;
    const limit = parameters.find(({ name }) => name === 'limit')?.schema;
    const [, byDefault, most] = /`limit`: Max results \(default: (\d+), max: (\d+)\)/.exec(readSeedDocument()) ?? [];

    expect([limit?.default, limit?.maximum]).toEqual([Number(byDefault), Number(most)]);
  });
});

describe.skipIf(!hasSeedDocument)('every issue of the quick start', () => {
  const messages = [...readSeedDocument().matchAll(/^\*\*Issue\*\*: "(.+)"$/gm)].map(([, message]) => message);
  const stranger = randomUUID();

  it('has the words of an answer of ours', async () => {
    const missing = await world.sync(stranger, { entity_type: 'contact', contact: { email: 'a@example.com' } });
    const refused = await world.connect(stranger, { access_token: 'pat-eu1-mistyped' });
    const asks = Array.from({ length: 310 }, () => world.api('/connect', { organizationId: stranger }));
    const limited = (await Promise.all(asks)).find(({ status }) => status === 429);

    expect([missing.body.error, refused.body.error, limited?.body.error]).toEqual(messages);
    expect(limited?.headers.get('retry-after')).toMatch(/^\d+$/);
  });
});

describe.skipIf(!hasSeedDocument)('every statement of the quick start', () => {
  /** Sends statements into the database shell of the organisation, as they are. */
  async function shell(statements: readonly string[]) {
    const script = ['--import', 'tsx', 'scripts/db-shell.ts', '--no-psql', '--organization', ORGANIZATION];
    const child = spawn(process.execPath, script, { env: { ...process.env, DATABASE_URL: world.database.url } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)));
    child.stdin.end(`${statements.join('\n')}\n`);
    const [code] = await once(child, 'close');
    return { code, output };
  }

  it('that selects runs unchanged and finds what was synced', async () => {
    const statements = readSeedStatements('SELECT');
    await world.connect(ORGANIZATION, { auto_enrich: true, auto_score: true });
    const contact = { email: 'seed@kestrel-loom.example', company: 'Kestrel Loom' };
    await world.sync(ORGANIZATION, { entity_type: 'contact', contact });

    const { code, output } = await shell(statements);

    expect(statements).toHaveLength(10);
    expect(output).not.toContain('ERROR');
    expect(code).toBe(0);
    expect(output.match(/^SELECT \d+/gm)).toHaveLength(statements.length);
    expect(output).toMatch(/'contact' +│ '\d+'/);
  });

  it('that stores a token in clear is refused: connecting again replaces it', async () => {
    const [update = ''] = readSeedStatements('UPDATE');

    const { output } = await shell([update.replace('your-integration-id', (await integrationOf(ORGANIZATION)) ?? '')]);

    expect(output).toMatch(/ERROR|permission denied/);
  });

  it('that makes an index describes one that is there', async () => {
    const rows = await world.query<{ indexdef: string }>(`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'`);
    const named = readSeedStatements('CREATE INDEX').map((text) => /INDEX (\w+) ON (\w+)\(([\w, ]+)/.exec(text));

    expect(named).toHaveLength(3);
    const missing = named.filter(
      (found) =>
        !rows.some(({ indexdef }) =>
          [found?.[1], found?.[2]].every(
            (name) => indexdef.includes(` ${name ?? '?'} `) || indexdef.includes(`.${name ?? '?'} `),
          ),
        ),
    );
    expect(missing.map((found) => found?.[1])).toEqual([]);
  });

  it('names only tables that are there', async () => {
    const tables = new Set(readSeedDocument().match(/\bcrm_(?!type|integrations_)\w+\b/g));
    const rows = await world.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    const known = rows.map(({ name }) => name);

    expect([...tables].filter((name) => !known.includes(name))).toEqual([]);
  });
});

async function integrationOf(organizationId: string): Promise<string | undefined> {
  return (await world.api('/connect', { organizationId })).body.integrations[0]?.id;
}

describe.skipIf(!hasSeedDocument)('every TypeScript example of the quick start', () => {
  const examples = blocks.filter(({ language, code }) => language === 'typescript' && /await|fetch/.test(code));
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

  async function runExample(code: string): Promise<string> {
    const file = path.join(folder, `${randomUUID()}.ts`);
    const [head = '', ...rest] = code.includes('import ') ? code.split(/(?<=crm';\n)/) : ['', code];
    writeFileSync(file, `${head}${PRELUDE}${rest.join('')}\nexport {};\n`);
    const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const { stdout } = await run(process.execPath, [tsx, file], {
      cwd: root,
      env: { PATH: process.env.PATH, ...world.environment, API_ORIGIN: world.origin, API_TOKEN: token },
    });
    return stdout;
  }

  it('is known', () => {
    expect(examples.map(({ heading }) => heading)).toEqual([
      '## 🧪 Testing with TypeScript',
      '### Example 1: Sync Contact with Company',
      '### Example 2: Sync Without Enrichment (Fast)',
      '### Example 3: Sync Company',
      '### Example 4: Check Integration Status',
      '### Batch Operations (Future)',
    ]);
  });

  it.each(examples.map(({ heading, code }) => ({ heading, code })))('runs: $heading', async ({ heading, code }) => {
    await world.connect(ORGANIZATION, { auto_enrich: true });
    const id = (await integrationOf(ORGANIZATION)) ?? '';

    const printed = await runExample(complete(code, id));

    const wanted = heading.includes('Example 4')
      ? /Active integrations:[\s\S]*is_active: true/
      : /^answer \{"success":true,/m;
    expect(printed).toMatch(wanted);
  });
});
