import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Figure } from './figure.ts';
import { generateRegister } from './generate-register.ts';
import { ROOT, runToEnd, TSX } from './run-program.ts';

/** The same file is made on every machine. */
const SEED = 20_261_123;
const ROWS_PER_SECOND_BAR = 15_000;
const PEAK_RSS_MB_BAR = 250;
const usageSchema = z.object({ peakRssMb: z.number(), cpuSeconds: z.number() });

/** Imports a generated bulk file twice by the product's own command, into the database behind the URL. */
export async function measureImport(input: {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly rows: number;
}): Promise<readonly Figure[]> {
  const file = await makeFile(input);
  const megabytes = Math.round(statSync(file).size / 1e6);
  const first = await importOnce(input, file);
  const second = await importOnce(input, file);
  const size = `${input.rows.toLocaleString('en-GB')} rows, 55 columns, ${megabytes} MB`;
  return [
    {
      metric: 'import, first run: rows a second',
      bar: '≥ 15,000',
      unit: 'rows/s',
      values: { once: first.rowsPerSecond },
      isMet: first.rowsPerSecond >= ROWS_PER_SECOND_BAR,
      note: `${size}; whole command with process start, search indexes and statistics; ${first.lastLine}`,
    },
    {
      metric: 'import, first run: peak memory of the importer',
      bar: '≤ 250 MB',
      unit: 'MB',
      values: { peak: first.peakRssMb },
      isMet: first.peakRssMb <= PEAK_RSS_MB_BAR,
      note: `resident set of the Node process; PostgreSQL is a process apart; ${first.cpuSeconds.toFixed(0)} s of processor time`,
    },
    {
      metric: 'import, same file again: rows a second',
      bar: 'changes nothing',
      unit: 'rows/s',
      values: { once: second.rowsPerSecond },
      isMet: second.lastLine === `${input.rows} rows read: 0 added, 0 changed, ${input.rows} unchanged, 0 rejected`,
      note: `peak ${second.peakRssMb.toFixed(0)} MB; ${second.lastLine}`,
    },
  ];
}

/** Imports a generated bulk file once, for parts that need a register. */
export async function importRegister(input: Parameters<typeof measureImport>[0]): Promise<void> {
  await importOnce(input, await makeFile(input));
}

async function makeFile({ folder, rows }: Parameters<typeof measureImport>[0]): Promise<string> {
  const file = path.join(folder, 'register.csv');
  await generateRegister({ path: file, rows, seed: SEED });
  return file;
}

async function importOnce(
  { databaseUrl, folder, rows }: { readonly databaseUrl: string; readonly folder: string; readonly rows: number },
  file: string,
) {
  const usageFile = path.join(folder, 'usage.json');
  const { ms, lines } = await runToEnd({
    name: 'import:companies',
    args: [...TSX, '--import', path.join(ROOT, 'bench/report-usage.ts'), 'scripts/import-companies.ts', file],
    env: { DATABASE_URL: databaseUrl, BENCH_USAGE_FILE: usageFile },
    logFile: path.join(folder, 'import.log'),
  });
  const usage = usageSchema.parse(JSON.parse(readFileSync(usageFile, 'utf8')));
  return { ...usage, rowsPerSecond: rows / (ms / 1000), lastLine: lines.at(-1) ?? '' };
}
