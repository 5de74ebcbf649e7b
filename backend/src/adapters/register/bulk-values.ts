import type { IsoDate } from '../../domain/time.ts';

/** A cell that cannot be what its column says; the message is the reason that the operator reads. */
export class BadCell extends Error {}

/** Longest text a cell may hold; the register's own limit is 160 for a name, and an index entry must stay below 2,700 bytes. */
export const MAX_TEXT_CHARACTERS = 500;

/**
 * Reads a text cell: blanks around it go, line breaks become blanks, an empty one is unknown.
 *
 * @throws BadCell when it is too long or holds a NUL, which the database cannot store
 */
export function readText(cell: string | undefined, column: string): string | null {
  if (cell === undefined || cell === '') return null;
  const text = cell.includes('\n') ? cell.trim().replace(/\s*\n\s*/g, ' ') : cell.trim();
  if (text === '') return null;
  if (text.length > MAX_TEXT_CHARACTERS)
    throw new BadCell(`${column} is longer than ${MAX_TEXT_CHARACTERS} characters`);
  if (text.includes('\0')) throw new BadCell(`${column} holds a NUL character`);
  return text;
}

/**
 * Reads a name like a text, without characters that nobody sees: they would hide words of it, or turn round what follows.
 *
 * @throws BadCell like `readText`
 */
export function readName(cell: string | undefined, column: string): string | null {
  const name = readText(cell, column);
  return name !== null && /[\p{Cc}\p{Cf}]/u.test(name) ? readText(name.replace(/[\p{Cc}\p{Cf}]/gu, ''), column) : name;
}

/**
 * Reads a register number: 8 characters, digits or a prefix and digits (`SC123456`, `R0000123`, `IP19198R`).
 *
 * Spreadsheets drop leading zeros, so 6 or 7 digits are filled up; fewer are taken for a mistake.
 *
 * @throws BadCell when it is empty or no register number
 */
export function readCompanyNumber(cell: string | undefined): string {
  const text = cell?.trim().toUpperCase() ?? '';
  if (text === '') throw new BadCell('CompanyNumber is empty');
  if (/^\d{6,8}$/.test(text)) return text.padStart(8, '0');
  if (text.length === 8 && /^(?:[A-Z]\d{7}|[A-Z]{2}\d{4,6}[A-Z0-9]{0,2})$/.test(text)) return text;
  throw new BadCell(`CompanyNumber ${quoted(text)} is not a register number (8 characters, like 01234567 or SC123456)`);
}

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads a day written `DD/MM/YYYY`; an empty cell is unknown.
 *
 * @throws BadCell for another form or a day that the calendar does not have
 */
export function readDay(cell: string | undefined, column: string): IsoDate | null {
  const text = cell?.trim() ?? '';
  if (text === '') return null;
  const parts = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  if (parts === null) throw new BadCell(`${column} ${quoted(text)} is not a date (DD/MM/YYYY)`);
  const [, day = '', month = '', year = ''] = parts;
  const lastDay = month === '02' && !isLeapYear(Number(year)) ? 28 : (DAYS_IN_MONTH[Number(month) - 1] ?? 0);
  if (day === '00' || Number(day) > lastDay || year < '1500') {
    throw new BadCell(`${column} ${quoted(text)} is not a day of the calendar`);
  }
  return `${year}-${month}-${day}`;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/**
 * Reads a count; an empty cell is unknown.
 *
 * @throws BadCell when it is no whole number from 0 on
 */
export function readCount(cell: string | undefined, column: string): number | null {
  const text = cell?.trim() ?? '';
  if (text === '') return null;
  if (!/^\d{1,6}$/.test(text)) throw new BadCell(`${column} ${quoted(text)} is not a count`);
  return Number(text);
}

/** A value for a message: cut, and on one line. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return `"${line.length > 40 ? `${line.slice(0, 40)}…` : line}"`;
}
