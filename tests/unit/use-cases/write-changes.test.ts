import { describe, expect, it } from 'vitest';
import type { PropertyChange } from '../../../backend/src/domain/enrichment/enrichment.ts';
import type { CrmRecord } from '../../../backend/src/ports/crm.ts';
import type { WriteSnapshot } from '../../../backend/src/ports/write-snapshots.ts';
import { type SnapshotWriteDeps, writeChanges } from '../../../backend/src/use-cases/enrichment-run/write-changes.ts';
import type { CountedSession } from '../../../backend/src/use-cases/open-crm-session.ts';

const change: PropertyChange = {
  property: 'oppspot_score',
  before: '40',
  after: '60',
  decision: 'write',
  reason: 'our earlier value has changed',
  written: false,
};
const record = { objectType: 'contacts', id: '7' } as unknown as CrmRecord;
const session = { organizationId: 'o' } as unknown as CountedSession;

/** Writes one change; tells what happened in which order. */
async function write(changes: readonly PropertyChange[], keep: () => Promise<void> = async () => {}) {
  const happened: unknown[] = [];
  const deps = {
    snapshots: {
      keep: (_organizationId: string, [snapshot]: readonly WriteSnapshot[]) => {
        happened.push(snapshot);
        return keep();
      },
    },
    crm: {
      updateRecord: async () => {
        happened.push('write');
        return { kind: 'written' };
      },
    },
    logger: { warn: () => happened.push('warning') },
  } as unknown as SnapshotWriteDeps;
  return { outcome: await writeChanges(deps, session, record, { changes, arrived: [] }), happened };
}

describe('writing changes', () => {
  it('sends what was there before to the store first, in the same turn', async () => {
    const { outcome, happened } = await write([change]);

    const steps = [{ property: 'oppspot_score', before: '40', after: '60' }];
    expect(happened).toEqual([{ objectType: 'contacts', objectId: '7', steps }, 'write']);
    expect(outcome).toMatchObject({ kind: 'done', isSnapshotKept: true, changes: [{ written: true }] });
  });

  it('writes also where it could not be kept, and says so', async () => {
    const { outcome, happened } = await write([change], () => Promise.reject(new Error('away')));

    expect(happened.slice(1).toSorted()).toEqual(['warning', 'write']);
    expect(outcome).toMatchObject({ kind: 'done', isSnapshotKept: false, changes: [{ written: true }] });
  });

  it('keeps nothing where it writes nothing', async () => {
    expect((await write([{ ...change, decision: 'keep' }])).happened).toEqual([]);
  });
});
