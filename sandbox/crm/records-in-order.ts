import type { CrmRecord } from '../state/crm-record.ts';

type Table = ReadonlyMap<string, CrmRecord>;

/**
 * The records of a table with a greater id than this, archived ones included, in growing order of their ids.
 *
 * Tables are in that order already, because ids are given out so and a map keeps what it was given in order.
 */
export function recordsAfter(table: Table, id: number): readonly CrmRecord[] {
  const records = [...table.values()];
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Number(records[middle]?.id) > id) high = middle;
    else low = middle + 1;
  }
  return records.slice(low);
}
