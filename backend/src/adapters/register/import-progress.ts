import type { ClientBase } from 'pg';
import type { IsoDate } from '../../domain/time.ts';

/** What an import has done so far; the four add up to the rows read. */
export interface ImportCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
}

export const NO_COUNTS: ImportCounts = { added: 0, changed: 0, unchanged: 0, rejected: 0 };

/** One run of the importer over one file, as the database remembers it. */
export interface ImportRun {
  readonly id: string;
  /** Records of the file whose effect is committed; a killed run goes on after them. */
  readonly committedRows: number;
  readonly counts: ImportCounts;
  readonly isResumed: boolean;
}

interface RunRequest {
  readonly fileName: string;
  readonly fileIdentity: string;
  readonly snapshotOn: IsoDate;
  readonly isComplete: boolean;
}

/** Opens a run: the unfinished one of the same file, snapshot day and completeness, else a new one. */
export async function openImportRun(client: ClientBase, request: RunRequest): Promise<ImportRun> {
  const { rows } = await client.query(
    `SELECT id, committed_rows, added, changed, unchanged, rejected FROM register_imports
     WHERE state = 'running' AND file_identity = $1 AND snapshot_on = $2 AND is_complete = $3 ORDER BY id DESC LIMIT 1`,
    [request.fileIdentity, request.snapshotOn, request.isComplete],
  );
  const unfinished = rows[0];
  await client.query(
    `UPDATE register_imports SET state = 'abandoned' WHERE state = 'running' AND id IS DISTINCT FROM $1`,
    [unfinished?.id ?? null],
  );
  if (unfinished !== undefined) {
    const { id, committed_rows, added, changed, unchanged, rejected } = unfinished;
    const counts = {
      added: Number(added),
      changed: Number(changed),
      unchanged: Number(unchanged),
      rejected: Number(rejected),
    };
    return { id: String(id), committedRows: Number(committed_rows), counts, isResumed: true };
  }
  const created = await client.query(
    'INSERT INTO register_imports (file_name, file_identity, snapshot_on, is_complete) VALUES ($1, $2, $3, $4) RETURNING id',
    [request.fileName, request.fileIdentity, request.snapshotOn, request.isComplete],
  );
  return { id: String(created.rows[0]?.id), committedRows: 0, counts: NO_COUNTS, isResumed: false };
}

/** Notes how far the run is; belongs into the transaction that did the work. */
export async function saveImportProgress(
  client: ClientBase,
  run: Pick<ImportRun, 'id' | 'committedRows' | 'counts'>,
): Promise<void> {
  const { added, changed, unchanged, rejected } = run.counts;
  await client.query(
    'UPDATE register_imports SET committed_rows = $2, added = $3, changed = $4, unchanged = $5, rejected = $6 WHERE id = $1',
    [run.id, run.committedRows, added, changed, unchanged, rejected],
  );
}

/** Closes a run. */
export async function finishImportRun(client: ClientBase, runId: string, removed: number): Promise<void> {
  await client.query(
    "UPDATE register_imports SET state = 'finished', finished_at = now(), removed = $2 WHERE id = $1",
    [runId, removed],
  );
}
