import { z } from 'zod';
import { failureOf, type SyncResult } from '../domain/sync/sync-result.ts';
import { parseInput } from './parse-input.ts';

/**
 * Syncs those records of a batch that have the right shape; a wrong one fails alone, in its place.
 *
 * Throws `invalid_input`, naming every wrong member, when there is none that could be synced.
 *
 * @param name what the list is called in the request
 */
export async function syncEach<S extends z.ZodType>(
  { name, shape, records }: { readonly name: string; readonly shape: S; readonly records: readonly unknown[] },
  work: (records: readonly z.output<S>[]) => Promise<readonly SyncResult[]>,
): Promise<readonly SyncResult[]> {
  const checked = records.map((record) => checkRecord(shape, record));
  const right = checked.flatMap((one) => (one.kind === 'right' ? [one.record] : []));
  if (right.length === 0) parseInput(z.object({ [name]: z.array(shape) }), { [name]: records });
  const results = (await work(right))[Symbol.iterator]();
  return checked.flatMap((one) => {
    if (one.kind === 'wrong') return [one.failure];
    const { value, done } = results.next();
    return done ? [] : [value];
  });
}

function checkRecord<S extends z.ZodType>(shape: S, record: unknown) {
  try {
    return { kind: 'right' as const, record: parseInput(shape, record) };
  } catch (error) {
    return { kind: 'wrong' as const, failure: failureOf(error) };
  }
}
