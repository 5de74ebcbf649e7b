import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { IsoDate } from '../../domain/time.ts';
import type { BulkLayout } from './bulk-columns.ts';
import { type CopyValue, toCopyText } from './copy-text.ts';
import { mergeStagedRows, STAGING_TABLE } from './merge-staged-rows.ts';
import type { BulkRow } from './parse-bulk-row.ts';
import { COPIED_COLUMNS, toCopiedValues } from './table-columns.ts';

/** A row that was understood, with the digest of the line it stands in. */
export interface HashedRow {
  readonly row: BulkRow;
  readonly lineHash: string;
}

/** What became of the rows of one chunk. */
export interface ChunkOutcome {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** What holds for every row of a chunk. */
export interface ChunkContext {
  readonly layout: BulkLayout;
  readonly snapshotOn: IsoDate;
  /** True when the register held nothing before this run: then no number needs to be looked up. */
  readonly wasEmpty: boolean;
}

/**
 * Brings one chunk of rows into the register; runs inside the caller's transaction.
 *
 * New companies are copied straight into the table, rows whose line is the one last read cost one look-up, the rest is
 * staged and merged as a set.
 *
 * @param rows numbers occur once in the whole file, and only one importer runs, so a number not found is new
 */
export async function writeChunk(
  client: ClientBase,
  rows: readonly HashedRow[],
  context: ChunkContext,
): Promise<ChunkOutcome> {
  const known = context.wasEmpty ? new Map<string, string>() : await readLineHashes(client, rows);
  const fresh: HashedRow[] = [];
  const differing: HashedRow[] = [];
  const same: string[] = [];
  for (const item of rows) {
    const hash = known.get(item.row.companyNumber);
    if (hash === undefined) fresh.push(item);
    else if (hash === item.lineHash) same.push(item.row.companyNumber);
    else differing.push(item);
  }
  await copyInto(client, 'register_companies', fresh, context.snapshotOn);
  await markSeen(client, same, context.snapshotOn);
  const changed = await mergeDiffering(client, differing, context);
  return { added: fresh.length, changed, unchanged: same.length + differing.length - changed };
}

/** Digest by number; '' for a company whose last line is not known. */
async function readLineHashes(client: ClientBase, rows: readonly HashedRow[]): Promise<ReadonlyMap<string, string>> {
  const { rows: found } = await client.query<[string, string | null]>({
    text: 'SELECT company_number, line_hash FROM register_companies WHERE company_number = ANY($1)',
    values: [rows.map(({ row }) => row.companyNumber)],
    rowMode: 'array',
  });
  return new Map(found.map(([number, hash]) => [number, hash ?? '']));
}

async function copyInto(
  client: ClientBase,
  table: string,
  rows: readonly HashedRow[],
  snapshotOn: IsoDate,
): Promise<void> {
  if (rows.length === 0) return;
  const columns = COPIED_COLUMNS.join(', ');
  const values: (readonly CopyValue[])[] = rows.map(({ row, lineHash }) => toCopiedValues(row, lineHash, snapshotOn));
  await pipeline(Readable.from([toCopyText(values)]), client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`)));
}

/** The same line in a newer snapshot: the facts that came from the line are as young as that snapshot now. */
async function markSeen(client: ClientBase, companyNumbers: readonly string[], snapshotOn: IsoDate): Promise<void> {
  if (companyNumbers.length === 0) return;
  await client.query(
    `UPDATE register_companies SET snapshot_on = $2,
       oldest_fact_on = CASE WHEN oldest_fact_on = snapshot_on THEN $2::date ELSE oldest_fact_on END
     WHERE company_number = ANY($1) AND snapshot_on < $2::date`,
    [companyNumbers, snapshotOn],
  );
}

async function mergeDiffering(client: ClientBase, rows: readonly HashedRow[], context: ChunkContext): Promise<number> {
  if (rows.length === 0) return 0;
  await client.query(
    `CREATE TEMP TABLE IF NOT EXISTS ${STAGING_TABLE} (LIKE register_companies INCLUDING DEFAULTS) ON COMMIT DELETE ROWS`,
  );
  await copyInto(client, STAGING_TABLE, rows, context.snapshotOn);
  await client.query(`ANALYZE ${STAGING_TABLE}`);
  return mergeStagedRows(client, context);
}
