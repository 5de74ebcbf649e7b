import { describe, expect, it } from 'vitest';
import { makeActivityStore } from '../../../backend/src/adapters/postgres/activity-store.ts';
import { makeSyncedRecordStore } from '../../../backend/src/adapters/postgres/synced-record-store.ts';
import { aResult, begin, installPortal } from '../../support/postgres-stores.ts';
import { prepareStores } from '../../support/prepare-stores.ts';

const { stores } = prepareStores();

describe('activity store', () => {
  const failed = { status: 'failed', error: { code: 'not_found', message: 'the record was deleted' } } as const;

  async function enrich(organizationId: string, changes: object): Promise<void> {
    const run = await begin(stores(), organizationId);
    const id = 'enrichment' in run ? run.enrichment.id : '';
    await stores().enrichments.finishRun({
      organizationId,
      enrichment: aResult({ id, ...changes }),
      memory: undefined,
    });
  }

  it('lists what was done, newest first, page by page without gap or repeat', async () => {
    const { organizationId } = await installPortal(stores());
    for (let index = 0; index < 4; index += 1) await enrich(organizationId, {});
    const activity = makeActivityStore(stores().database);
    const page = (cursor: string | null) => activity.list({ organizationId, cursor, limit: 2, status: null });

    const first = await page(null);
    const second = await page(first.nextCursor);
    const third = await page(second.nextCursor);

    const kinds = [first, second, third].map(({ items }) => items.map((item) => item.kind));
    expect(kinds).toEqual([['enrichment', 'enrichment'], ['enrichment', 'enrichment'], ['install']]);
    expect(third.nextCursor).toBeNull();
    const ids = [first, second, third].flatMap(({ items }) => items.map((item) => item.id));
    expect(new Set(ids).size).toBe(5);
  });

  it('says what was written, kept and why a run failed', async () => {
    const { organizationId } = await installPortal(stores());
    const change = { before: null, after: '74', reason: 'new', written: true } as const;
    await enrich(organizationId, {
      changes: [
        { ...change, property: 'oppspot_score', decision: 'write' },
        { ...change, property: 'oppspot_summary', decision: 'keep', written: false },
      ],
    });
    await enrich(organizationId, failed);
    const activity = makeActivityStore(stores().database);

    const all = await activity.list({ organizationId, cursor: null, limit: 10, status: null });
    const failures = await activity.list({ organizationId, cursor: null, limit: 10, status: 'failed' });

    expect(all.items[1]).toMatchObject({ written: ['oppspot_score'], kept: ['oppspot_summary'], status: 'success' });
    expect(failures.items).toMatchObject([{ message: 'the record was deleted', enrichmentStatus: 'failed' }]);
  });

  it('says of a preview that it wrote nothing', async () => {
    const { organizationId } = await installPortal(stores());
    await enrich(organizationId, { mode: 'preview' });

    const { items } = await makeActivityStore(stores().database).list({
      organizationId,
      cursor: null,
      limit: 1,
      status: null,
    });

    expect(items).toMatchObject([{ enrichmentStatus: 'completed', message: 'as a preview: nothing was written' }]);
  });

  it('says why a sync of the integration API failed, beside what was noted', async () => {
    const { organizationId, integrationId } = await installPortal(stores());
    const { writeLog } = makeSyncedRecordStore(stores().database);
    const line = {
      tenantId: organizationId,
      integrationId,
      syncType: 'contact',
      operation: 'none',
      status: 'failed',
      crmRecordId: null,
      enrichmentId: null,
      enrichments: null,
      enrichmentTimeMs: null,
      written: [],
      kept: [],
      message: null,
      errorCode: 'RATE_LIMIT',
      errorMessage: 'Rate limit exceeded',
      retryCount: 0,
      durationMs: 1,
    } as const;
    await writeLog(line);
    await writeLog({ ...line, message: 'the company is unknown' });

    const { items } = await makeActivityStore(stores().database).list({
      organizationId,
      cursor: null,
      limit: 10,
      status: 'failed',
    });

    expect(items.map(({ message }) => message)).toEqual([
      'the company is unknown; Rate limit exceeded',
      'Rate limit exceeded',
    ]);
  });

  it('answers the monitoring queries of the seed', async () => {
    const { organizationId } = await installPortal(stores());
    await enrich(organizationId, { summary: { text: 'Makes anvils.', source: 'template', evidence: [] } });

    const rows = await stores().database.queryAsTenant(organizationId, {
      name: 'seed',
      text: `SELECT sync_type, enrichments->>'leadScore' AS score, enrichments->>'buyingSignals' AS signals, enrichment_time_ms,
               duration_ms, retry_count FROM crm_sync_logs WHERE enrichments IS NOT NULL LIMIT 5`,
      values: [],
    });

    expect(rows).toEqual([
      { sync_type: 'company', score: null, signals: '[]', enrichment_time_ms: 1250, duration_ms: 1250, retry_count: 0 },
    ]);
  });

  it('refuses a cursor that is not ours', async () => {
    const { organizationId } = await installPortal(stores());

    const listed = makeActivityStore(stores().database).list({
      organizationId,
      cursor: 'bogus',
      limit: 2,
      status: null,
    });

    await expect(listed).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
