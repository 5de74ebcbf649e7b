import { describe, expect, it } from 'vitest';
import { type BulkRun, doneOf, etaSecondsOf } from '../../../backend/src/domain/bulk/bulk-run.ts';
import { type BulkForecastInput, estimateBulk } from '../../../backend/src/domain/bulk/estimate-bulk.ts';

const input = (changes: Partial<BulkForecastInput> = {}): BulkForecastInput => ({
  objectType: 'contacts',
  records: 1_000,
  listCalls: 5,
  unchangedShare: 0,
  companiesPerRecord: 1,
  modelCallsPerRecord: 0,
  tokensPerCall: 1_000,
  ...changes,
});

const run = (changes: Partial<BulkRun> = {}): BulkRun => ({
  id: '00000000-0000-4000-8000-000000000001',
  objectType: 'contacts',
  selectionKind: 'all',
  listId: null,
  status: 'running',
  statusReason: null,
  total: 100,
  estimate: estimateBulk(input({ records: 100 })),
  outcomes: { enriched: 10, unchanged: 5, needsReview: 4, noMatch: 3, insufficientData: 2, failed: 1 },
  usage: { hubspotCalls: 0, modelCalls: 0, modelTokens: 0 },
  undo: null,
  activeMs: 50_000,
  createdAt: '2026-11-23T00:00:00.000Z',
  startedAt: null,
  completedAt: null,
  ...changes,
});

describe('estimate of a bulk run', () => {
  it('counts one read, one association read, one company read and one write for 100 new contacts, and the listing', () => {
    expect(estimateBulk(input())).toMatchObject({ records: 1_000, hubspotCalls: 45, modelCalls: 0 });
  });

  it('counts two reads with history and no write where nothing will change', () => {
    expect(estimateBulk(input({ objectType: 'companies', unchangedShare: 1, listCalls: 0 })).hubspotCalls).toBe(20);
  });

  it('counts tokens by model call', () => {
    const { modelCalls, modelTokens } = estimateBulk(input({ modelCallsPerRecord: 0.25 }));

    expect([modelCalls, modelTokens]).toEqual([250, 250_000]);
  });

  it('is empty for no records', () => {
    expect(estimateBulk(input({ records: 0, listCalls: 0 }))).toMatchObject({
      records: 0,
      hubspotCalls: 0,
      seconds: 0,
    });
  });
});

describe('progress of a bulk run', () => {
  it('is the sum of the six outcomes', () => {
    expect(doneOf(run())).toBe(25);
  });

  it('forecasts at the pace so far', () => {
    expect(etaSecondsOf(run())).toBe(150);
  });

  it('has no forecast while nothing moves, and none is left at the end', () => {
    expect([etaSecondsOf(run({ status: 'paused' })), etaSecondsOf(run({ status: 'completed' }))]).toEqual([null, 0]);
  });
});
