import type { ClientBase } from 'pg';
import type { IsoDate } from '../../domain/time.ts';
import type { BulkLayout } from './bulk-columns.ts';
import { FACT_COLUMNS } from './table-columns.ts';

/** Temporary table with rows of the file that stand in the register already with another line. */
export const STAGING_TABLE = 'register_staging';

const OFFICE_COLUMNS = ['line1', 'line2', 'town', 'county', 'country', 'postcode'].map((part) => `office_${part}`);

/** A fact whose differences are kept in `register_changes`; null is unknown and never part of a change. */
interface Watched {
  readonly field: string;
  readonly columns: readonly string[];
  /** Its text, from the columns that the file has. */
  readonly text: (table: string, columns: readonly string[]) => string;
}

const oneColumn = (field: string, column: string): Watched => ({
  field,
  columns: [column],
  text: (table) => `${table}.${column}::text`,
});

const WATCHED: readonly Watched[] = [
  oneColumn('name', 'name'),
  oneColumn('status', 'status'),
  oneColumn('accountsCategory', 'accounts_category'),
  oneColumn('chargesOutstanding', 'charges_outstanding'),
  {
    field: 'registeredOffice',
    columns: OFFICE_COLUMNS,
    text: (table, columns) => `concat_ws(', ', ${columns.map((column) => `${table}.${column}`).join(', ')})`,
  },
  {
    field: 'sicCodes',
    columns: ['sic_codes'],
    // The codes alone: a reworded description is no change.
    text: (table) =>
      `(SELECT coalesce(string_agg(split_part(code, ' - ', 1), ', '), '') FROM unnest(${table}.sic_codes) AS code)`,
  },
];

/**
 * Merges the staged rows into the register.
 *
 * From a snapshot as new as the row or newer: the columns that the file has replace what is there, columns that it lacks
 * leave what an earlier file brought. From an older snapshot: only what is unknown is filled in. `oldest_fact_on` never
 * becomes younger than the oldest fact that stays.
 *
 * @returns number of companies of which a fact changed
 */
export async function mergeStagedRows(
  client: ClientBase,
  context: { readonly layout: BulkLayout; readonly snapshotOn: IsoDate },
): Promise<number> {
  const given = FACT_COLUMNS.filter(({ isIn }) => isIn(context.layout)).map(({ column }) => column);
  const lacking = FACT_COLUMNS.filter(({ isIn }) => !isIn(context.layout)).map(({ column }) => column);
  await recordChanges(client, given, context.snapshotOn);
  const filled = await fillUnknown(client, given);
  const replaced = await replaceFacts(client, given, lacking);
  return filled + replaced;
}

async function recordChanges(client: ClientBase, given: readonly string[], snapshotOn: IsoDate): Promise<void> {
  const watched = WATCHED.map(({ field, columns, text }) => {
    const here = columns.filter((column) => given.includes(column));
    // An unknown part that became known is no change; a known one that reads otherwise is.
    const differs = here.map((column) => `t.${column} <> s.${column}`).join(' OR ');
    return here.length === 0 ? undefined : `('${field}', ${text('t', here)}, ${text('s', here)}, ${differs})`;
  }).filter((row) => row !== undefined);
  await client.query(
    `INSERT INTO register_changes (company_number, field, before, after, seen_on)
     SELECT t.company_number, w.field, w.before, w.after, $1::date
     FROM ${STAGING_TABLE} s JOIN register_companies t USING (company_number)
     CROSS JOIN LATERAL (VALUES ${watched.join(', ')}) AS w (field, before, after, differs)
     WHERE t.snapshot_on <= s.snapshot_on AND w.differs AND w.before <> w.after`,
    [snapshotOn],
  );
}

async function fillUnknown(client: ClientBase, given: readonly string[]): Promise<number> {
  const fillable = given.map((column) => `(t.${column} IS NULL AND s.${column} IS NOT NULL)`).join(' OR ');
  const { rowCount } = await client.query(
    `UPDATE register_companies t SET ${given.map((column) => `${column} = coalesce(t.${column}, s.${column})`).join(', ')},
       oldest_fact_on = least(t.oldest_fact_on, s.snapshot_on)
     FROM ${STAGING_TABLE} s
     WHERE t.company_number = s.company_number AND t.snapshot_on > s.snapshot_on AND (${fillable})`,
  );
  return rowCount ?? 0;
}

async function replaceFacts(client: ClientBase, given: readonly string[], lacking: readonly string[]): Promise<number> {
  const kept = lacking.map((column) => `t.${column}`).join(', ');
  const oldest =
    lacking.length === 0
      ? 's.snapshot_on'
      : `CASE WHEN num_nonnulls(${kept}) > 0 THEN t.oldest_fact_on ELSE s.snapshot_on END`;
  const dates = `snapshot_on = s.snapshot_on, oldest_fact_on = ${oldest}, line_hash = s.line_hash`;
  const pair = `t.company_number = s.company_number AND t.snapshot_on <= s.snapshot_on`;
  const columnsOf = (table: string): string => given.map((column) => `${table}.${column}`).join(', ');
  const { rowCount } = await client.query(
    `UPDATE register_companies t SET ${given.map((column) => `${column} = s.${column}`).join(', ')}, ${dates}
     FROM ${STAGING_TABLE} s WHERE ${pair} AND (${columnsOf('t')}) IS DISTINCT FROM (${columnsOf('s')})`,
  );
  // The line differs in what we do not hold: no fact changed, but the next run should know the line.
  await client.query(
    `UPDATE register_companies t SET ${dates} FROM ${STAGING_TABLE} s WHERE ${pair} AND t.line_hash IS DISTINCT FROM s.line_hash`,
  );
  return rowCount ?? 0;
}
