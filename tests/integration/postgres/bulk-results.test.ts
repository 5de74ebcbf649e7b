import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeBulkStore } from '../../../backend/src/adapters/postgres/bulk-store.ts';
import type { Enrichment } from '../../../backend/src/domain/enrichment/enrichment.ts';
import type { Evidence } from '../../../backend/src/domain/evidence/evidence.ts';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import { scoreCompany } from '../../../backend/src/domain/scoring/score-company.ts';
import { installPortal, makeStores, type Stores } from '../../support/postgres-stores.ts';
import { makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const { icp, scoring } = defaultPortalSettings();
const asOf = '2026-11-23';
const score = {
  ...scoreCompany({ facts: {}, engagement: {}, events: [], icp, ...scoring, asOf }),
  asOf,
  inputHash: 'hash',
};
const cited = (id: string, source: Evidence['source'], title: string): Evidence => ({
  id,
  source,
  url: 'https://example.com/',
  title,
  snippet: title,
  fetchedAt: '2026-11-23T08:00:00.000Z',
});
const ofCompany = [cited('e1', 'register', 'The register'), cited('e2', 'register', 'Its accounts')];
const signals: Enrichment['signals'] = [];
const summary = { text: 'A company in Leeds.', source: 'template', evidence: ['e1'] } as const;

let database: TestDatabase;
let stores: Stores;
beforeAll(async () => {
  database = await makeTestDatabase();
  stores = makeStores(database.url);
});
afterAll(async () => {
  await stores.database.close();
  await database.drop();
});

it('keeps of each record what it shares with others of its company, and what is its own', async () => {
  const bulk = makeBulkStore({ database: stores.database, defaults: defaultPortalSettings });
  const { organizationId } = await installPortal(stores);
  const bulkId = randomUUID();
  const objectIds = ['1', '2', '3', '4', '5'];
  await bulk.begin({
    organizationId,
    bulkId,
    objectType: 'contacts',
    selection: { kind: 'records', objectIds },
    idempotencyKey: bulkId,
    requestHash: 'hash',
    requestedBy: { kind: 'bulk', userId: 7 },
    cap: null,
    total: objectIds.length,
    estimate: { records: 5, hubspotCalls: 3, modelCalls: 0, modelTokens: 0, seconds: 1 },
  });
  const lease = { organizationId, bulkId, leaseOwner: 'worker', leaseSeconds: 60 };
  await bulk.lease(lease);
  const step = await bulk.takeStep({ lease, limit: 10, stepSeconds: 60, afterPosition: 0 });
  const own: readonly Partial<Enrichment>[] = [
    { score, evidence: ofCompany, summary },
    { score, evidence: [...ofCompany, cited('e3', 'hubspot', 'A meeting')], summary },
    { score, evidence: ofCompany, summary: null },
    { score, evidence: [cited('e1', 'website', 'Another page')], summary: { ...summary, text: 'Other words.' } },
    { score: null, evidence: [], summary: null },
  ];
  const records = step.records.map(({ position, context }, index) => ({
    position,
    enrichment: { ...context.enrichment, status: 'insufficient_data' as const, signals, ...own[index] },
    memory: undefined,
  }));

  await bulk.finishStep({ lease, records, hubspotCalls: 3 });

  const stored = await Promise.all(
    records.map(({ enrichment }) => stores.enrichments.findEnrichment(organizationId, enrichment.id)),
  );
  expect(stored).toEqual(records.map(({ enrichment }) => enrichment));
});
