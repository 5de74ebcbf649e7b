import type { ClientBase } from 'pg';
import type { BulkLayout } from './bulk-columns.ts';
import { type ImportCounts, type ImportRun, saveImportProgress } from './import-progress.ts';
import { type ChunkContext, type HashedRow, writeChunk } from './write-chunk.ts';

/** Where reading stands when a chunk may be written. */
interface ReadPosition {
  readonly rowsRead: number;
  readonly rejected: number;
  readonly layout: BulkLayout;
  /** True at the end of a member: its rows must not wait for those of the next, which may have other columns. */
  readonly isLast: boolean;
}

/** Collects rows and writes them in chunks, one transaction each, while the next ones are being read. */
export interface ChunkWriter {
  add(row: HashedRow): void;
  flush(position: ReadPosition): Promise<void>;
  /** Waits for the last chunk. */
  finish(): Promise<ImportCounts>;
}

// About 4 MB of rows, twice in flight; smaller chunks cost round trips, larger ones memory.
const CHUNK_ROWS = 2_000;

/** Makes a writer that goes on where the run stands. */
export function makeChunkWriter(
  client: ClientBase,
  run: ImportRun,
  context: Omit<ChunkContext, 'layout'>,
): ChunkWriter {
  let rows: HashedRow[] = [];
  let counts = run.counts;
  let writing: Promise<void> = Promise.resolve();
  const write = async (chunk: readonly HashedRow[], position: ReadPosition): Promise<void> => {
    const outcome = await inTransaction(client, async () => {
      const written = await writeChunk(client, chunk, { ...context, layout: position.layout });
      const total = addUp(counts, written, position.rejected);
      await saveImportProgress(client, { id: run.id, committedRows: position.rowsRead, counts: total });
      return total;
    });
    counts = outcome;
  };
  return {
    add(row) {
      rows.push(row);
    },
    async flush(position) {
      const isDue = rows.length >= CHUNK_ROWS || (position.isLast && position.rowsRead > run.committedRows);
      if (!isDue) return;
      await writing;
      const chunk = rows;
      rows = [];
      writing = write(chunk, position);
      writing.catch(() => {}); // thrown where it is awaited, by the next flush or the end
    },
    async finish() {
      await writing;
      return counts;
    },
  };
}

function addUp(before: ImportCounts, written: Omit<ImportCounts, 'rejected'>, rejected: number): ImportCounts {
  return {
    added: before.added + written.added,
    changed: before.changed + written.changed,
    unchanged: before.unchanged + written.unchanged,
    rejected,
  };
}

async function inTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {}); // the connection may be what failed; the first error says more
    throw error;
  }
}
