import { describe, expect, it } from 'vitest';
import { makeErasureStore } from '../../../backend/src/adapters/postgres/erasure-store.ts';
import { makeWriteSnapshots } from '../../../backend/src/adapters/postgres/write-snapshots.ts';
import { aMemory, aRequest, aResult, begin, installPortal, runIdOf } from '../../support/postgres-stores.ts';
import { prepareStores } from '../../support/prepare-stores.ts';

const STEPS = [{ property: 'oppspot_score', before: '40', after: '60' }];
const snapshot = (objectId: string, steps = STEPS) => ({ objectType: 'companies', objectId, steps }) as const;

describe('snapshots of what records held before a write', () => {
  const { stores } = prepareStores();

  /** An account with a run of each of these records. */
  async function beginRuns(objectIds: readonly string[]) {
    const { organizationId } = await installPortal(stores());
    const runs = objectIds.map((objectId) => begin(stores(), organizationId, { request: aRequest({ objectId }) }));
    const ids = (await Promise.all(runs)).map(runIdOf);
    const read = async (id: string) => (await stores().enrichments.readRunContext(organizationId, id))?.snapshot;
    const snapshots = makeWriteSnapshots(stores().database);
    const keep = (...kept: Parameters<typeof snapshots.keep>[1]) => snapshots.keep(organizationId, kept);
    return { organizationId, ids, keep, readAll: () => Promise.all(ids.map(read)) };
  }

  it('are given to each run of the record, the last one of each', async () => {
    const { keep, readAll } = await beginRuns(['1', '2', '3']);
    const later = [{ property: 'oppspot_score', before: '40', after: '70' }];

    await keep(snapshot('1'), snapshot('2'));
    await keep(snapshot('2', later));

    expect(await readAll()).toEqual([STEPS, later, undefined]);
  });

  it('go with the result that tells of them, and stay where it does not', async () => {
    const { organizationId, ids, keep, readAll } = await beginRuns(['1', '2']);
    await keep(snapshot('1'), snapshot('2'));

    const ends = [aMemory(), undefined].map((memory, index) =>
      stores().enrichments.finishRun({ organizationId, enrichment: aResult({ id: ids[index] ?? '' }), memory }),
    );

    expect(await Promise.all(ends)).toEqual([true, true]);
    expect(await readAll()).toEqual([undefined, STEPS]);
  });

  it('go with an apply, and not with an undo', async () => {
    const { organizationId, ids, keep, readAll } = await beginRuns(['1', '2']);
    const finish = (id: string) =>
      stores().enrichments.finishRun({ organizationId, enrichment: aResult({ id }), memory: undefined });
    await Promise.all(ids.map(finish));
    await keep(snapshot('1'), snapshot('2'));

    const amends = (['apply', 'undo'] as const).map((kind, index) => {
      const enrichment = aResult({ id: ids[index] ?? '' });
      const requestedBy = { kind: 'card' } as const;
      return stores().enrichments.amendRun({
        organizationId,
        enrichment,
        memory: aMemory(),
        kind,
        done: [],
        requestedBy,
      });
    });
    await Promise.all(amends);

    expect(await readAll()).toEqual([undefined, STEPS]);
  });

  it('are erased with the record, and none is kept of it by a write that was under way', async () => {
    const { organizationId, keep } = await beginRuns(['1']);
    await keep(snapshot('1'));

    await makeErasureStore(stores().database).eraseRecords(organizationId, [
      { objectType: 'companies', objectId: '1' },
    ]);
    await keep(snapshot('1'));

    const left = await stores().database.queryAsTenant(organizationId, {
      name: 'left',
      text: 'SELECT record_id FROM write_snapshots',
      values: [],
    });
    expect(left).toEqual([]);
  });
});
