import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, PORTAL, readValues, startApiWorld } from './api-world.ts';

const ORGANIZATION = randomUUID();
let world: ApiWorld;

beforeAll(async () => {
  world = await startApiWorld();
  await world.connect(ORGANIZATION);
});

afterAll(async () => {
  await world.stop();
});

const contact = (members: object) => ({ entity_type: 'contact', contact: members });

const valuesOf = (objectType: string, id: string) => readValues(world, objectType, id);
const journal = () => world.requests();

describe('enrichment after a sync', () => {
  it('is done as in the card where the integration asks for it, and is in the log of the sync', async () => {
    await world.connect(ORGANIZATION, { auto_enrich: true, auto_score: true });

    const { body } = await world.sync(
      ORGANIZATION,
      contact({ email: 'new@kestrel-loom.example', company: 'Kestrel Loom' }),
    );

    const [log] = (await world.api('/sync?status=success&limit=10', { organizationId: ORGANIZATION })).body.logs;
    expect(log).toMatchObject({
      sync_type: 'contact',
      operation: 'create',
      status: 'success',
      crm_record_id: body.crmContactId,
      enrichments: { summary: expect.stringContaining('KESTREL'), leadScore: expect.any(Number) },
      duration_ms: expect.any(Number),
    });
    expect(await valuesOf('contacts', body.crmContactId)).toMatchObject({
      oppspot_score: String(log.enrichments.leadScore),
    });
  });

  it('writes no score where auto_score is off', async () => {
    await world.connect(ORGANIZATION, { auto_enrich: true, auto_score: false });

    const { body } = await world.sync(ORGANIZATION, contact({ email: 'unscored@kestrel-loom.example' }));

    const values = await valuesOf('contacts', body.crmContactId);
    expect([values.oppspot_company_number, values.oppspot_score ?? null]).toEqual(['99100001', null]);
  });

  it('is left out on request, for an unknown companyId and where auto_enrich is off, and the log says why', async () => {
    const why = async (auto_enrich: boolean, members: object) => {
      await world.connect(ORGANIZATION, { auto_enrich });
      await world.sync(ORGANIZATION, { ...contact({ email: 'why@kestrel-loom.example', ...members }), ...members });
      return (await world.api('/sync?limit=1', { organizationId: ORGANIZATION })).body.logs[0].message;
    };

    expect(await why(true, { options: { skipEnrichment: true } })).toContain('not enriched: the request skips it');
    expect(await why(true, { companyId: 'abc-123' })).toContain('not enriched: no register company has this companyId');
    expect(await why(false, {})).toContain('not enriched: auto_enrich is off');
  });

  it('takes the company of the register that companyId names', async () => {
    await world.connect(ORGANIZATION, { auto_enrich: true, auto_score: true });

    const { body } = await world.sync(ORGANIZATION, contact({ email: 'named@gmail.com', companyId: '99100005' }));

    expect(await valuesOf('contacts', body.crmContactId)).toMatchObject({ oppspot_company_number: '99100005' });
  });
});

describe('enrichment after a batch', () => {
  it('reads and writes all records of the batch together', async () => {
    await world.connect(ORGANIZATION, { auto_enrich: true, auto_score: true });
    const contacts = Array.from({ length: 40 }, (_, index) => ({
      email: `crowd${index}@kestrel-loom.example`,
      company: 'Kestrel Loom',
    }));
    await world.forgetRequests();

    const { status, body } = await world.api('/sync/batch', {
      organizationId: ORGANIZATION,
      method: 'POST',
      body: { entity_type: 'contact', contacts },
    });
    const calls = await journal();

    expect([status, body.results.length]).toEqual([200, 40]);
    expect(calls.length).toBeLessThanOrEqual(30);
    const values = await valuesOf('contacts', body.results[39].crmContactId);
    expect(values).toMatchObject({ oppspot_company_number: '99100001', oppspot_score: expect.any(String) });
    const { logs } = (await world.api('/sync?limit=40', { organizationId: ORGANIZATION })).body;
    expect(
      logs.filter(({ enrichments }: { enrichments: { summary: unknown } }) => enrichments.summary !== null),
    ).toHaveLength(40);
  });
});

describe('the log', () => {
  it('holds no address, name or value of a record', async () => {
    const [row] = await world.query<{ text: string }>(`SELECT string_agg(l::text, ' ') AS text FROM crm_sync_logs l`);

    expect(row?.text).not.toMatch(/gmail|@|John|Weaver/);
  });

  it('is part of the portal’s activity', async () => {
    const response = await world.send('/api/hubspot/activity?limit=100', { portalId: PORTAL, userId: 501 });

    const { items } = (await response.json()) as { items: { kind: string }[] };
    expect(new Set(items.map(({ kind }) => kind))).toContain('sync');
  });

  it('is paged by a cursor', async () => {
    const page = async (cursor?: string) =>
      (await world.api(`/sync?limit=2${cursor ? `&cursor=${cursor}` : ''}`, { organizationId: ORGANIZATION })).body;
    const first = await page();
    const second = await page(first.nextCursor);

    const ids = [...first.logs, ...second.logs].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(4);
  });
});

describe('direction', () => {
  it('from the CRM only writes nothing into it', async () => {
    await world.connect(ORGANIZATION, { sync_direction: 'from_crm' });
    await world.forgetRequests();

    const answer = await world.sync(ORGANIZATION, contact({ email: 'direction@gmail.com' }));

    expect(answer).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    expect(await journal()).toEqual([]);
  });
});
