import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../domain/errors.ts';
import type { IsoDate } from '../../domain/time.ts';
import { readZippedFiles } from './read-zipped-files.ts';

/** One CSV: the file itself, or a member of the archive. */
export interface BulkMember {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A bulk file that can be read from the beginning, as often as wanted. */
export interface BulkFile {
  readonly name: string;
  /** The same for the same content: size and a digest of its head. */
  readonly identity: string;
  readonly sizeBytes: number;
  /** Day that the official name states, else the file's modification day (UTC). */
  readonly snapshotOn: IsoDate;
  readonly isZip: boolean;
  readMembers(): AsyncIterable<BulkMember>;
}

const HEAD_BYTES = 65_536;
const BLOCK_BYTES = 65_536;

/**
 * Opens a bulk file: plain CSV, or a zip with one or several CSVs (the official "part 1 of 7" files).
 *
 * @throws AppError `invalid_input` when it is missing, unreadable or empty
 */
export async function openBulkFile(path: string): Promise<BulkFile> {
  const name = basename(path);
  const facts = await stat(path).catch((error: unknown) => {
    throw new AppError('invalid_input', `There is no file ${path} that can be read.`, {}, { cause: error });
  });
  if (!facts.isFile()) throw new AppError('invalid_input', `${path} is not a file.`);
  if (facts.size === 0) throw new AppError('invalid_input', `${name} is empty.`);
  const head = await readHead(path);
  const isZip = head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'));
  const bytes = (): AsyncIterable<Uint8Array> => createReadStream(path, { highWaterMark: BLOCK_BYTES });
  return {
    name,
    identity: `${facts.size}-${createHash('sha256').update(head).digest('hex')}`,
    sizeBytes: facts.size,
    snapshotOn: readDayInName(name) ?? facts.mtime.toISOString().slice(0, 10),
    isZip,
    readMembers: () => (isZip ? readZippedFiles(path, '.csv') : readPlain({ name, bytes: bytes() })),
  };
}

async function* readPlain(member: BulkMember): AsyncIterable<BulkMember> {
  yield member;
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path).catch((error: unknown) => {
    throw new AppError('invalid_input', `${path} cannot be read; check its permissions.`, {}, { cause: error });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** `BasicCompanyDataAsOneFile-2026-11-01.zip`, `BasicCompanyData-2026-11-01-part1_7.csv`. */
function readDayInName(name: string): IsoDate | undefined {
  const day = /^BasicCompanyData.*-(\d{4}-\d{2}-\d{2})[-.]/i.exec(name)?.[1];
  return day === undefined || Number.isNaN(Date.parse(day)) ? undefined : day;
}
