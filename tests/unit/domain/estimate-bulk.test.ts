import { describe, expect, it } from 'vitest';
import { type BulkRun, doneOf, etaSecondsOf } from '../../../backend/src/domain/bulk/bulk-run.ts';
import { type BulkForecastInput, estimateBulk } from '../../../backend/src/domain/bulk/estimate-bulk.ts';

const input = (changes: Partial<BulkForecastInput> = {}): BulkForecastInput => ({
  objectType: 'contacts',
  selectionKind: 'all',
  records: 1_000,
  unchangedShare: 0,
  companiesPerRecord: 0.3,
  modelCallsPerRecord: 0,
  tokensPerCall: 1_000,
  tasksPerRecord: 0,
  dealsPerRecord: 0,
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
  it('counts the listing, which tells all of new contacts, their companies and the writes', () => {
    expect(estimateBulk(input())).toMatchObject({ records: 1_000, hubspotCalls: 5 + 4 + 10, modelCalls: 0 });
  });

  it('counts reads of chosen contacts, and none to list them', () => {
    expect(estimateBulk(input({ selectionKind: 'records' })).hubspotCalls).toBe(10 + 4 + 10);
  });

  it('counts two reads with history for 100 records and no write where nothing will change', () => {
    const unchanged = { objectType: 'companies', unchangedShare: 1, selectionKind: 'records' } as const;
    expect(estimateBulk(input(unchanged)).hubspotCalls).toBe(20);
  });

  it('counts looking for tasks and deals, making them, and putting them to their records', () => {
    const { hubspotCalls } = estimateBulk(input({ records: 100, tasksPerRecord: 1, dealsPerRecord: 0.25 }));

    // list, companies, write; look, make, put; look at both, look, make, put to both
    expect(hubspotCalls).toBe(3 + 3 + 6);
  });

  it('counts the smaller first steps of a long run', () => {
    const companiesRead = 1 + 1 + 1 + 1 + 31 + 1; // of 100, 100, 200, 200, 31 times 300 and 100 records

    const { hubspotCalls } = estimateBulk(input({ records: 10_000, selectionKind: 'records' }));

    expect(hubspotCalls).toBe(100 + companiesRead + 100);
  });

  it('counts tokens by model call', () => {
    const { modelCalls, modelTokens } = estimateBulk(input({ modelCallsPerRecord: 0.25 }));

    expect([modelCalls, modelTokens]).toEqual([250, 250_000]);
  });

  it('is empty for no records', () => {
    expect(estimateBulk(input({ records: 0 }))).toMatchObject({
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
