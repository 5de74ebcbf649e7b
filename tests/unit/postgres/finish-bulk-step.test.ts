import { describe, expect, it } from 'vitest';
import { finishBulkStep } from '../../../backend/src/adapters/postgres/finish-bulk-step.ts';
import type { Database } from '../../../backend/src/adapters/postgres/make-database.ts';
import { newEnrichment } from '../../../backend/src/domain/enrichment/new-enrichment.ts';
import type { Score } from '../../../backend/src/domain/scoring/score.ts';

const LEASE = { organizationId: 'o', bulkId: 'b', leaseOwner: 'leg', leaseSeconds: 1 };
const score = { total: 95, gates: [], parts: {} } as unknown as Score;
const other = { total: 12, gates: [], parts: {} } as unknown as Score;

const record = (position: number, its: Score | null) => ({
  position,
  memory: undefined,
  enrichment: {
    ...newEnrichment({
      id: String(position),
      objectType: 'contacts',
      objectId: String(position),
      mode: 'apply',
      requestedBy: { kind: 'bulk' },
      createdAt: '2026-11-23T08:00:00.000Z',
    }),
    status: 'completed' as const,
    score: its,
  },
});

describe('storing a step of a bulk run', () => {
  it('sends each score once, however many records share it, and names its place', async () => {
    let sent: readonly unknown[] = [];
    const database = {
      queryAsTenant: async (_organizationId: string, { values }: { readonly values: readonly unknown[] }) => {
        sent = values;
        return [{ id: 'b' }];
      },
    } as unknown as Database;

    await finishBulkStep(database, {
      lease: LEASE,
      records: [record(1, score), record(2, other), record(3, score), record(4, null)],
      hubspotCalls: 0,
    });

    const rows: readonly { readonly shared_at?: number; readonly result: object }[] = JSON.parse(String(sent[2]));
    expect(JSON.parse(String(sent[5]))).toMatchObject([{ score }, { score: other }]);
    expect(rows.map(({ shared_at }) => shared_at)).toEqual([0, 1, 0, undefined]);
    expect(rows.map(({ result }) => 'score' in result)).toEqual([false, false, false, true]);
  });
});
