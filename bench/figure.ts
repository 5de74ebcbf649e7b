/** One line of the benchmark's table. */
export interface Figure {
  readonly metric: string;
  /** The figure to reach, in words; null for what is only told. */
  readonly bar: string | null;
  readonly unit: string;
  readonly values: Readonly<Record<string, number>>;
  /** null where there is no bar, or where it was not measured: `note` says why. */
  readonly isMet: boolean | null;
  readonly note: string;
}

/** The table as it is printed and put into docs/benchmark.md. */
export function formatFigures(figures: readonly Figure[]): string {
  const header = ['metric', 'bar', 'measured', '', 'note'];
  const rows = figures.map((figure) => [
    figure.metric,
    figure.bar ?? '–',
    formatValues(figure),
    figure.isMet === null ? '' : figure.isMet ? 'met' : 'MISSED',
    figure.note,
  ]);
  const widths = header.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}

function formatValues({ values, unit }: Figure): string {
  const parts = Object.entries(values).map(([name, value]) => `${name} ${formatNumber(value)}`);
  return parts.length === 0 ? 'not measured' : `${parts.join(' · ')} ${unit}`.trimEnd();
}

/** Three digits that matter, none of a whole number's lost. */
function formatNumber(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-GB');
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-GB');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
