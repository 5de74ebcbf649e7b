import { describe, expect, it } from 'vitest';
import type { WriteSnapshot } from '../../../backend/src/ports/write-snapshots.ts';
import { makeBatchedSnapshots } from '../../../backend/src/use-cases/bulk/batched-snapshots.ts';

const snapshot = (objectId: string): WriteSnapshot => ({ objectType: 'contacts', objectId, steps: [] });

describe('the snapshots of a batch', () => {
  it('are kept in one statement, for which all writes of the batch wait', async () => {
    const statements: string[][] = [];
    let isKept = () => {};
    const store = {
      keep: (_organizationId: string, snapshots: readonly WriteSnapshot[]) => {
        statements.push(snapshots.map(({ objectId }) => objectId));
        return new Promise<void>((resolve) => {
          isKept = resolve;
        });
      },
    };
    const batched = makeBatchedSnapshots(store, 'o');
    await batched.keep('o', [snapshot('1')]);
    await batched.keep('o', [snapshot('2')]);
    const left: string[] = [];

    const writes = ['first', 'second'].map((name) => batched.keepAll().then(() => left.push(name)));
    await Promise.resolve();
    const before = [...left];
    isKept();
    await Promise.all(writes);

    expect(statements).toEqual([['1', '2']]);
    expect(before).toEqual([]);
    expect(left).toEqual(['first', 'second']);
  });

  it('let nothing leave when they could not be kept', async () => {
    const batched = makeBatchedSnapshots({ keep: () => Promise.reject(new Error('away')) }, 'o');
    await batched.keep('o', [snapshot('1')]);

    await expect(batched.keepAll()).rejects.toThrow('away');
    await expect(batched.keepAll()).rejects.toThrow('away');
  });
});
