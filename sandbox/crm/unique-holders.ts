import { type CrmRecord, readStored } from '../state/crm-record.ts';

type Table = ReadonlyMap<string, CrmRecord>;

/** By property and value: the records that have or had it. */
const KEPT = new WeakMap<Table, Map<string, Map<string, Set<CrmRecord>>>>();

/** Finds the records of a table whose property has this value now, archived ones included, without looking at all others. */
export function findHolders(table: Table, property: string, value: string): readonly CrmRecord[] {
  const ofTable = KEPT.get(table) ?? new Map<string, Map<string, Set<CrmRecord>>>();
  KEPT.set(table, ofTable);
  const known = ofTable.get(property) ?? indexOf(table, property);
  ofTable.set(property, known);
  return [...(known.get(value) ?? [])].filter(
    (record) => table.get(record.id) === record && readStored(record, property) === value,
  );
}

/** To be told of every value that is written to a record of the table. */
export function noteHolder(table: Table, record: CrmRecord, property: string, value: string): void {
  const known = KEPT.get(table)?.get(property);
  if (known !== undefined) add(known, value, record);
}

function indexOf(table: Table, property: string): Map<string, Set<CrmRecord>> {
  const known = new Map<string, Set<CrmRecord>>();
  for (const record of table.values()) {
    const value = readStored(record, property);
    if (value !== undefined) add(known, value, record);
  }
  return known;
}

function add(known: Map<string, Set<CrmRecord>>, value: string, record: CrmRecord): void {
  const holders = known.get(value) ?? new Set();
  known.set(value, holders.add(record));
}
