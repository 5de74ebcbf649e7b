import { hash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { normaliseCompanyName } from '../../domain/company/normalise-company-name.ts';
import { AppError } from '../../domain/errors.ts';
import type { IsoDate } from '../../domain/time.ts';
import { type BulkLayout, readBulkLayout } from './bulk-columns.ts';
import { BadCell } from './bulk-values.ts';
import { type ChunkWriter, makeChunkWriter } from './chunk-writer.ts';
import type { ImportCounts, ImportRun } from './import-progress.ts';
import type { BulkFile, BulkMember } from './open-bulk-file.ts';
import { type BulkRow, parseBulkRow } from './parse-bulk-row.ts';
import { type BulkLine, readBulkLines } from './read-bulk-lines.ts';
import type { SeenNumbers } from './seen-numbers.ts';

/** Told while an import runs. */
export interface ImportListener {
  onStart(start: { readonly file: BulkFile; readonly snapshotOn: IsoDate; readonly resumedAfterRows: number }): void;
  /** `member` names the file inside an archive; undefined for a plain file. */
  onReject(rejected: { readonly line: number; readonly reason: string; readonly member: string | undefined }): void;
  onRows(rowsRead: number): void;
  onIndex(name: string): void;
}

/** How an import ended; the first four counts add up to `rowsRead`. */
export interface ImportResult extends ImportCounts {
  readonly rowsRead: number;
  /** 0 unless the file was complete. */
  readonly removed: number;
  /** Lines that were not UTF-8 and were read as Windows-1252. */
  readonly windows1252Rows: number;
}

/** What reading the rows of one file needs. */
export interface Reading {
  readonly client: ClientBase;
  readonly file: BulkFile;
  readonly run: ImportRun;
  readonly snapshotOn: IsoDate;
  /** True when the register held nothing before this run. */
  readonly wasEmpty: boolean;
  /** Filled while reading: numbers of good rows, and numbers that occur in rejected ones (they are not absent). */
  readonly numbers: { readonly accepted: SeenNumbers; readonly mentioned: SeenNumbers };
  readonly listener: ImportListener;
}

/**
 * Reads every row of the file and writes those after the run's committed ones.
 *
 * A resumed run reads the head of the file again without touching the database: that is quick, tells every rejected row
 * once more, and knows the numbers for duplicates and for `--complete`.
 *
 * @throws AppError `invalid_input` when the file has no rows or a member of the archive is foreign
 */
export async function importRows(reading: Reading): Promise<Omit<ImportResult, 'removed'>> {
  const writer = makeChunkWriter(reading.client, reading.run, reading);
  const state = { rowsRead: 0, rejected: 0, windows1252Rows: 0 };
  for await (const member of reading.file.readMembers()) await importMember(reading, member, writer, state);
  if (state.rowsRead === 0)
    throw new AppError('invalid_input', `${reading.file.name} is empty: it has no company rows.`);
  const written = await writer.finish();
  return { ...written, ...state };
}

interface ReadingState {
  rowsRead: number;
  rejected: number;
  windows1252Rows: number;
}

async function importMember(
  reading: Reading,
  member: BulkMember,
  writer: ChunkWriter,
  state: ReadingState,
): Promise<void> {
  let layout: BulkLayout | undefined;
  let salt = '';
  for await (const block of readBulkLines(member.bytes)) {
    for (const line of block) {
      if (layout === undefined) {
        layout = readHeader(line, member.name);
        salt = digest(`${NAME_KEY_FORM}\n${line.text}`);
        continue;
      }
      state.rowsRead += 1;
      const row = readRow(reading, member, line, layout, state);
      if (row !== undefined && state.rowsRead > reading.run.committedRows) {
        writer.add({ row, lineHash: digest(salt + line.text) });
      }
    }
    if (layout !== undefined) await writer.flush({ ...state, layout, isLast: false });
    reading.listener.onRows(state.rowsRead);
  }
  if (layout !== undefined) await writer.flush({ ...state, layout, isLast: true });
}

/**
 * Understands the first line of a file.
 *
 * @throws AppError `invalid_input` when it is not the header of a company file
 */
export function readHeader(line: BulkLine, fileName: string): BulkLayout {
  return readBulkLayout(Array.isArray(line.cells) ? line.cells : [], fileName);
}

function readRow(
  { numbers, listener, file }: Reading,
  member: BulkMember,
  line: BulkLine,
  layout: BulkLayout,
  state: ReadingState,
): BulkRow | undefined {
  if (line.isWindows1252) state.windows1252Rows += 1;
  const understood = understand(line, layout, numbers.accepted);
  if (typeof understood !== 'string') return understood;
  state.rejected += 1;
  for (const number of line.text.toUpperCase().match(LIKE_A_NUMBER) ?? []) numbers.mentioned.add(number);
  listener.onReject({ line: line.line, reason: understood, member: file.isZip ? member.name : undefined });
  return undefined;
}

const LIKE_A_NUMBER = /\b(?:\d{8}|[A-Z]\d{7}|[A-Z]{2}\d{6})\b/g;

/** The row, or the reason why it is rejected. */
function understand(line: BulkLine, layout: BulkLayout, accepted: SeenNumbers): BulkRow | string {
  if ('problem' in line.cells) return line.cells.problem;
  try {
    const row = parseBulkRow(line.cells, layout);
    if (accepted.add(row.companyNumber)) return row;
    return `company number ${row.companyNumber} occurs twice in this file; the first row counts`;
  } catch (error) {
    if (error instanceof BadCell) return error.message;
    throw error;
  }
}

// When the way of normalising names changes, every line must count as new, or old search keys would stay for ever.
const NAME_KEY_FORM = ['The A.B. & Sons (U.K.) Ltd.', 'Ødegård + Co PLC t/a Café', '"7 UP" L.L.P']
  .map(normaliseCompanyName)
  .join();

/** 128 bits: with 6 million lines a chance meeting is out of the question; not a matter of security. */
function digest(text: string): string {
  const hex = hash('sha1', text, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
