import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hasSeedDocument,
  parseSeedJson,
  readSeedBlocks,
  readSeedDocument,
  readSeedStatements,
  unlike,
} from '../../support/seed-document.ts';
import { PROCESSES } from '../../support/start-product.ts';
import { type SeedReader, startSeedReader } from './seed-reader.ts';

/** Where the document is missing everything here is skipped; `library`, `monitoring` and `sync` hold copies of its examples. */
const ORGANIZATION = randomUUID();
const blocks = readSeedBlocks();
let world: SeedReader;

beforeAll(async () => {
  if (!hasSeedDocument) return;
  world = await startSeedReader(ORGANIZATION);
});

afterAll(async () => {
  if (!hasSeedDocument) return;
  await world.stop();
});

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
        const answer = await world.runShell(code);

        expect(unlike(parseSeedJson(expected[index]?.code ?? ''), answer)).toEqual([]);
        answers.push(answer);
      }

      expect(answers[2]).toMatchObject({ logs: [{ sync_type: 'contact', operation: 'create' }] });
    });

    it('answers the log with what is known of a company that the register has', async () => {
      const contact = { email: 'known@kestrel-loom.example', company: 'Kestrel Loom' };
      await world.sync(ORGANIZATION, { entity_type: 'contact', contact });

      const answer = await world.runShell(calls[2]?.code ?? '');

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
    // Each process counts for itself.
    const asks = Array.from({ length: 310 * PROCESSES }, () => world.api('/connect', { organizationId: stranger }));
    const limited = (await Promise.all(asks)).find(({ status }) => status === 429);

    expect([missing.body.error, refused.body.error, limited?.body.error]).toEqual(messages);
    expect(limited?.headers.get('retry-after')).toMatch(/^\d+$/);
  });
});

describe.skipIf(!hasSeedDocument)('every statement of the quick start', () => {
  it('that selects runs unchanged and finds what was synced', async () => {
    const statements = readSeedStatements('SELECT');
    await world.connect(ORGANIZATION, { auto_enrich: true, auto_score: true });
    const contact = { email: 'seed@kestrel-loom.example', company: 'Kestrel Loom' };
    await world.sync(ORGANIZATION, { entity_type: 'contact', contact });

    const { code, output } = await world.runStatements(statements);

    expect(statements).toHaveLength(10);
    expect(output).not.toContain('ERROR');
    expect(code).toBe(0);
    expect(output.match(/^SELECT \d+/gm)).toHaveLength(statements.length);
    expect(output).toMatch(/'contact' +│ '\d+'/);
  });

  it('that stores a token in clear is refused: connecting again replaces it', async () => {
    const [update = ''] = readSeedStatements('UPDATE');

    const { output } = await world.runStatements([update.replace('your-integration-id', await world.integrationId())]);

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

describe.skipIf(!hasSeedDocument)('every TypeScript example of the quick start', () => {
  const examples = blocks.filter(({ language, code }) => language === 'typescript' && /await|fetch/.test(code));

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
    const id = await world.integrationId();

    const printed = await world.runExample(code, id);

    const wanted = heading.includes('Example 4')
      ? /Active integrations:[\s\S]*is_active: true/
      : /^answer \{"success":true,/m;
    expect(printed).toMatch(wanted);
  });
});
