import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ENRICH_WAIT_MS } from '../../../backend/src/use-cases/crm-sync/run-sync.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from '../../support/openai-stand-in.ts';
import { type ApiWorld, PORTAL, startApiWorld } from './api-world.ts';

const ORGANIZATION = randomUUID();
/** Longer than the time that sources and model have together. */
const PATIENCE_MS = 50_000;
let model: OpenAiStandIn;
let world: ApiWorld;

beforeAll(async () => {
  model = await startOpenAiStandIn();
  model.answerWith('hang');
  world = await startApiWorld({
    env: { OPENAI_API_KEY: 'key-of-the-test', OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'test-model' },
  });
  await world.connect(ORGANIZATION, { auto_enrich: true, auto_score: true });
});

afterAll(async () => {
  await world.stop();
  await model.close();
});

const newestLogs = async () => (await world.api('/sync?limit=10', { organizationId: ORGANIZATION })).body.logs;

describe('a sync while the model never answers', () => {
  it('waits for the enrichment within the five seconds that are promised, with a second for its own work', () => {
    expect(ENRICH_WAIT_MS).toBeLessThanOrEqual(4_000);
  });

  it(
    'is answered with the record, and the enrichment follows by itself with the template’s text',
    async () => {
      const contact = { email: 'patient@kestrel-loom.example', company: 'Kestrel Loom' };

      const answer = await world.sync(ORGANIZATION, { entity_type: 'contact', contact });

      const [told] = await newestLogs();
      expect(answer).toMatchObject({ status: 200, body: { success: true } });
      expect(told).toMatchObject({ status: 'success', message: expect.stringContaining('takes longer') });
      const enriched = await vi.waitFor(
        async () => {
          const found = (await newestLogs()).find(
            ({ enrichments }: { enrichments: { summary: unknown } }) => enrichments.summary !== null,
          );
          expect(found).toBeDefined();
          return found;
        },
        { timeout: PATIENCE_MS, interval: 500 },
      );
      expect(enriched.enrichments).toMatchObject({ summary: expect.stringContaining('KESTREL LOOM') });
      const { properties } = (await world.control(
        `/portals/${PORTAL}/records/contacts/${answer.body.crmContactId}`,
      )) as { properties: Readonly<Record<string, string>> };
      expect(properties.oppspot_summary).toBe(enriched.enrichments.summary);
      expect(properties.oppspot_company_number).toBe('99100001');
    },
    PATIENCE_MS + 30_000,
  );
});

/** Stands before the model and lets nothing through until it is opened. */
async function startGate(target: string) {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const server = createServer(async (request, response) => {
    const body = await text(request);
    await opened;
    const headers = { authorization: request.headers.authorization ?? '', 'content-type': 'application/json' };
    const answer = await fetch(`${target}${request.url}`, { method: 'POST', headers, body });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    open: () => open(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a sync while the model takes longer than an answer waits', () => {
  it(
    'is answered without the model’s text, which is written when it comes',
    async () => {
      const writer = await startOpenAiStandIn();
      writer.answerWith('two_sentences');
      const gate = await startGate(new URL(writer.baseUrl).origin);
      const slow = await startApiWorld({
        env: { OPENAI_API_KEY: 'key-of-the-test', OPENAI_BASE_URL: `${gate.origin}/v1`, OPENAI_MODEL: 'test-model' },
      });
      await slow.connect(ORGANIZATION, { auto_enrich: true, auto_score: true });
      const contact = { email: 'later@kestrel-loom.example', company: 'Kestrel Loom' };
      const summaryOf = async (id: string) => {
        const record = await slow.control(`/portals/${PORTAL}/records/contacts/${id}`);
        return (record as { properties: Readonly<Record<string, string>> }).properties.oppspot_summary ?? '';
      };

      const answer = await slow.sync(ORGANIZATION, { entity_type: 'contact', contact });
      const before = await summaryOf(answer.body.crmContactId);
      gate.open();

      expect([answer.status, before]).toEqual([200, '']);
      await expect
        .poll(() => summaryOf(answer.body.crmContactId), { timeout: PATIENCE_MS, interval: 250 })
        .not.toBe('');
      const [run] = await slow.query<{ summary: { text: string; source: string } }>(
        `SELECT result -> 'summary' AS summary FROM enrichments`,
      );
      expect(run?.summary).toEqual(
        expect.objectContaining({ source: 'ai', text: await summaryOf(answer.body.crmContactId) }),
      );
      await slow.stop();
      await gate.close();
      await writer.close();
    },
    PATIENCE_MS + 30_000,
  );
});
