/** A value of one column on its way into a table. */
export type CopyValue = string | number | null | readonly string[];

/**
 * Writes rows in Postgres's COPY text format: tab between columns, newline after a row, `\N` for null, arrays as literals.
 *
 * @see https://www.postgresql.org/docs/18/sql-copy.html (File Formats, Text Format)
 */
export function toCopyText(rows: readonly (readonly CopyValue[])[]): string {
  return rows.map((row) => `${row.map(toCopyCell).join('\t')}\n`).join('');
}

function toCopyCell(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  return escapeCell(typeof value === 'string' ? value : toArrayLiteral(value));
}

function toArrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escapeCell(text: string): string {
  return NEEDS_ESCAPE.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign) : text;
}

const NEEDS_ESCAPE = /[\\\t\n\r]/;
