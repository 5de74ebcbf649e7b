import type { ClientBase } from 'pg';
import { AppError } from '../../domain/errors.ts';
import type { IsoDate } from '../../domain/time.ts';
import { toRegisterError } from './errors.ts';
import { finishImportRun, openImportRun } from './import-progress.ts';
import { type ImportListener, type ImportResult, importRows, readHeader } from './import-rows.ts';
import { type BulkFile, openBulkFile } from './open-bulk-file.ts';
import { readBulkLines } from './read-bulk-lines.ts';
import { dropSearchIndexes, ensureSearchIndexes } from './register-indexes.ts';
import { removeAbsent } from './remove-absent.ts';
import { makeSeenNumbers } from './seen-numbers.ts';

/** What the operator asks for. */
export interface ImportRequest {
  /** Path of a CSV or zip. */
  readonly path: string;
  /** Whether the file lists every company, so that absent ones are removed. */
  readonly isComplete: boolean;
  /** Day of the snapshot; absent: from the official file name, else the file's modification day. */
  readonly snapshotOn?: IsoDate;
}

// Any number that no other part of the product uses; a second importer at once would count rows twice.
const IMPORT_LOCK = 7_120_418;

/**
 * Imports a Companies House bulk file into the register.
 *
 * Streaming (memory does not grow with the file), resumable (progress is committed with each chunk; a killed import of
 * the same file goes on after it), idempotent. A bad row is reported and passed over.
 *
 * @param client a connection of its own, as the owner of the tables
 * @throws AppError `invalid_input` for a missing, empty or foreign file, `conflict` while another import runs,
 *   `upstream_unavailable` when the database fails
 */
export async function importBulkFile(
  client: ClientBase,
  request: ImportRequest,
  listener: ImportListener,
): Promise<ImportResult> {
  const file = await openBulkFile(request.path);
  try {
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS "isMine"', [IMPORT_LOCK]);
    if (rows[0]?.isMine !== true) throw new AppError('conflict', 'Another import is running. Wait for it to end.');
    return await runImport(client, file, request, listener);
  } catch (error) {
    throw toRegisterError(error, `importing ${file.name}`);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [IMPORT_LOCK]).catch(() => {}); // a broken connection frees it itself
  }
}

async function runImport(
  client: ClientBase,
  file: BulkFile,
  request: ImportRequest,
  listener: ImportListener,
): Promise<ImportResult> {
  const snapshotOn = request.snapshotOn ?? file.snapshotOn;
  await checkHeader(file);
  const identity = { fileName: file.name, fileIdentity: file.identity };
  const run = await openImportRun(client, { ...identity, snapshotOn, isComplete: request.isComplete });
  listener.onStart({ file, snapshotOn, resumedAfterRows: run.committedRows });
  const numbers = { accepted: makeSeenNumbers(), mentioned: makeSeenNumbers() };
  const wasEmpty = await prepareIndexes(client, file, listener.onIndex);
  const buildIndexes = (): Promise<void> => ensureSearchIndexes(client, listener.onIndex);
  const read = await importRows({ client, file, run, snapshotOn, wasEmpty, numbers, listener }).catch(
    async (error: unknown) => {
      // A file that turns out to be damaged half way must not leave the product searching without indexes.
      if (error instanceof AppError) await buildIndexes();
      throw error;
    },
  );
  await buildIndexes();
  const isListed = (number: string): boolean => numbers.accepted.has(number) || numbers.mentioned.has(number);
  const removed = request.isComplete ? await removeAbsent(client, isListed, snapshotOn) : 0;
  await finishImportRun(client, run.id, removed);
  return { ...read, removed };
}

/** Refuses a foreign file before anything is touched. */
async function checkHeader(file: BulkFile): Promise<void> {
  for await (const member of file.readMembers()) {
    for await (const [header] of readBulkLines(member.bytes)) {
      if (header === undefined) continue;
      readHeader(header, member.name);
      return;
    }
    throw new AppError('invalid_input', `${member.name} is empty.`);
  }
}

// Above this a fresh build of the indexes is cheaper than keeping them up to date row by row.
const LARGE_FILE_BYTES = 8_000_000;
const TYPICAL_ROW_BYTES = 450;
const TYPICAL_ZIP_RATIO = 6;

/**
 * Indexes are put off when the file will at least double the register; otherwise searching goes on undisturbed.
 *
 * @returns whether the register is empty
 */
async function prepareIndexes(client: ClientBase, file: BulkFile, onBuild: (name: string) => void): Promise<boolean> {
  const bytes = file.isZip ? file.sizeBytes * TYPICAL_ZIP_RATIO : file.sizeBytes;
  const rowsInFile = Math.ceil(bytes / TYPICAL_ROW_BYTES);
  const { rows } = await client.query(
    'SELECT count(*)::int AS many FROM (SELECT 1 FROM register_companies LIMIT $1) AS sample',
    [Math.ceil(rowsInFile / 2)],
  );
  const many = Number(rows[0]?.many);
  if (bytes >= LARGE_FILE_BYTES && many < rowsInFile / 2) await dropSearchIndexes(client);
  else await ensureSearchIndexes(client, onBuild);
  return many === 0;
}
