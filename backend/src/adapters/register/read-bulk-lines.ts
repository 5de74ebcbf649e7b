import { isUtf8 } from 'node:buffer';
import { decodeLine } from './decode-line.ts';
import { splitCsvLine } from './split-csv-line.ts';

/** One record of a bulk file as it was read, before its cells mean anything. */
export interface BulkLine {
  /** 1-based number of the line in its file on which the record begins. */
  readonly line: number;
  readonly text: string;
  /** The cells, or why there are none. */
  readonly cells: readonly string[] | { readonly problem: string };
  readonly isWindows1252: boolean;
}

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
// A quoted address may run over lines; more than this is an unclosed quote.
const MOST_LINES_A_RECORD = 4;
// The longest official row is under 4 KB; a "line" beyond this is not text.
const MAX_LINE_BYTES = 1_048_576;

/**
 * Reads the records of a bulk file; memory is bounded by one block and the longest line.
 *
 * A record that ends inside quotes takes in the following lines when that completes it; otherwise only its first line
 * is bad and reading goes on with the next. Empty lines are passed over.
 *
 * @param bytes blocks of the file, in order
 * @yields the records of one block together, to keep the cost per record small
 */
export async function* readBulkLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly BulkLine[]> {
  let waiting: PhysicalLine[] = [];
  let columnCount: number | undefined;
  for await (const lines of readPhysicalLines(bytes)) {
    const { records, rest } = joinRecords([...waiting, ...lines], { isLast: false, columnCount });
    columnCount ??= countColumns(records[0]);
    waiting = rest;
    yield records;
  }
  yield joinRecords(waiting, { isLast: true, columnCount }).records;
}

function countColumns(first: BulkLine | undefined): number | undefined {
  return first !== undefined && Array.isArray(first.cells) ? first.cells.length : undefined;
}

interface PhysicalLine {
  readonly line: number;
  /** undefined: garbled bytes, or more of them than a line has. */
  readonly text: string | undefined;
  readonly isTooLong?: boolean;
  readonly isWindows1252: boolean;
}

// Spreadsheets open a file with it; before a quote it would make the first cell look broken.
const BYTE_ORDER_MARK = '\uFEFF';

async function* readPhysicalLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<PhysicalLine[]> {
  for await (const [first, ...others] of readMarkedLines(bytes)) {
    if (first?.line === 1 && first.text?.startsWith(BYTE_ORDER_MARK))
      yield [{ ...first, text: first.text.slice(1) }, ...others];
    else if (first !== undefined) yield [first, ...others];
  }
}

async function* readMarkedLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<PhysicalLine[]> {
  let tail: Buffer = Buffer.alloc(0);
  let line = 0;
  let isPassingOver = false;
  for await (const block of bytes) {
    const whole = tail.length === 0 ? asBuffer(block) : Buffer.concat([tail, block]);
    // What is left of a line that is too long is no row of its own.
    const begin = isPassingOver ? whole.indexOf(NEWLINE) + 1 : 0;
    if (isPassingOver && begin === 0) continue;
    isPassingOver = false;
    const data = whole.subarray(begin);
    const end = data.lastIndexOf(NEWLINE) + 1;
    const lines = readWholeLines(data.subarray(0, end), line);
    line += lines.length;
    tail = data.subarray(end);
    if (tail.length > MAX_LINE_BYTES) {
      line += 1;
      lines.push({ line, text: undefined, isTooLong: true, isWindows1252: false });
      tail = Buffer.alloc(0);
      isPassingOver = true;
    }
    if (lines.length > 0) yield lines;
  }
  if (tail.length > 0) yield [readLine(tail, line + 1)];
}

/** Nearly every block is valid UTF-8: decoding it once is several times as fast as line by line. */
function readWholeLines(data: Buffer, linesBefore: number): PhysicalLine[] {
  if (data.length === 0) return [];
  if (isUtf8(data)) {
    const texts = data.toString('utf8', 0, data.length - 1).split('\n');
    return texts.map((text, index) => ({
      line: linesBefore + index + 1,
      text: text.endsWith('\r') ? text.slice(0, -1) : text,
      isWindows1252: false,
    }));
  }
  const lines: PhysicalLine[] = [];
  let start = 0;
  for (let at = data.indexOf(NEWLINE); at !== -1; at = data.indexOf(NEWLINE, start)) {
    lines.push(readLine(data.subarray(start, at), linesBefore + lines.length + 1));
    start = at + 1;
  }
  return lines;
}

function asBuffer(block: Uint8Array): Buffer {
  return Buffer.isBuffer(block) ? block : Buffer.from(block.buffer, block.byteOffset, block.byteLength);
}

function readLine(bytes: Buffer, line: number): PhysicalLine {
  const body = bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
  const decoded = decodeLine(body);
  return { line, text: decoded?.text, isWindows1252: decoded?.isWindows1252 ?? false };
}

function joinRecords(
  lines: readonly PhysicalLine[],
  state: { readonly isLast: boolean; readonly columnCount: number | undefined },
): { records: BulkLine[]; rest: PhysicalLine[] } {
  const records: BulkLine[] = [];
  let { columnCount } = state;
  for (let at = 0; at < lines.length; ) {
    const first = lines[at];
    if (first === undefined) break;
    const cells = first.text === undefined ? whyNoText(first) : splitCsvLine(first.text);
    if (cells === 'open_quote') {
      if (!state.isLast && at + MOST_LINES_A_RECORD > lines.length) return { records, rest: lines.slice(at) };
      const joined = joinLines(lines.slice(at, at + MOST_LINES_A_RECORD), columnCount);
      records.push(joined.record);
      at += joined.length;
    } else {
      if (first.text?.trim() !== '') records.push(recordOf(first, cells));
      at += 1;
    }
    // The header decides, and it may stand in the same block as the first broken record.
    columnCount ??= countColumns(records[0]);
  }
  return { records, rest: [] };
}

function whyNoText({ isTooLong }: PhysicalLine): { readonly problem: string } {
  return { problem: isTooLong ? 'the line is longer than 1 MiB' : 'the line is not valid UTF-8 text' };
}

function recordOf(line: PhysicalLine, cells: ReturnType<typeof splitCsvLine> | { readonly problem: string }): BulkLine {
  const problem = { problem: 'a quote stands inside a value without being doubled' };
  return {
    line: line.line,
    text: line.text ?? '',
    cells: cells === 'stray_quote' || cells === 'open_quote' ? problem : cells,
    isWindows1252: line.isWindows1252,
  };
}

function joinLines(
  lines: readonly PhysicalLine[],
  columnCount: number | undefined,
): { record: BulkLine; length: number } {
  const [first, ...following] = lines;
  if (first === undefined) throw new RangeError('joinLines needs a line');
  let text = first.text ?? '';
  for (const [index, next] of following.entries()) {
    if (next.text === undefined) break;
    text = `${text}\n${next.text}`;
    const cells = splitCsvLine(text);
    if (typeof cells !== 'string' && cells.length === columnCount) {
      return { record: { line: first.line, text, cells, isWindows1252: first.isWindows1252 }, length: index + 2 };
    }
  }
  const cells = { problem: 'a quote is opened and never closed' };
  return { record: { line: first.line, text: first.text ?? '', cells, isWindows1252: first.isWindows1252 }, length: 1 };
}
