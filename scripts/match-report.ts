import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbeddedCluster } from '../backend/src/adapters/postgres/embedded-cluster.ts';
import { migrate } from '../backend/src/adapters/postgres/migrate.ts';
import { makeCompanyRegister } from '../backend/src/adapters/register/company-register.ts';
import { importBulkFile } from '../backend/src/adapters/register/import-bulk-file.ts';
import { defaultPortalSettings } from '../backend/src/domain/portal/default-settings.ts';
import { formatMatchReport, PRECISION_BAR, sharesOf } from '../bench/golden/format-match-report.ts';
import { makeGoldenSet } from '../bench/golden/make-golden-set.ts';
import { pairsOfRealFile } from '../bench/golden/pairs-of-real-file.ts';
import { runGoldenSet } from '../bench/golden/run-golden-set.ts';
import { writeGoldenRegister } from '../bench/golden/write-golden-register.ts';

/**
 * `npm run match:report [-- --seed 1 --pairs 50 --real <file.csv>]`: how often the matcher is right.
 *
 * Works on an embedded Postgres of its own with the product's importer and search: candidates are found by SQL, so that
 * a finder written for the report would measure something that nobody runs. Exit 1 when the bar is missed.
 */
const REAL_FILE = fileURLToPath(new URL('../../shared/companies-house/basic-company-data-500.csv', import.meta.url));
const SNAPSHOT_ON = '2026-11-01';
const BYSTANDERS = 4_000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    pairs: { type: 'string', default: '50' },
    real: { type: 'string', default: REAL_FILE },
  },
});
const folder = mkdtempSync(path.join(os.tmpdir(), 'smartsync-match-'));
const cluster = await startEmbeddedCluster({ dataDir: folder });
try {
  process.exitCode = await report(cluster.databaseUrl);
} catch (error) {
  console.error(`match:report: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function report(databaseUrl: string): Promise<number> {
  const floor = defaultPortalSettings().matching.autoAcceptConfidence;
  const set = makeGoldenSet({
    seed: Number(values.seed),
    pairsPerVariant: Number(values.pairs),
    bystanders: BYSTANDERS,
  });
  const real = existsSync(values.real) ? pairsOfRealFile(readFileSync(values.real, 'utf8')) : [];
  await migrate({ databaseUrl, folder: fileURLToPath(new URL('../prisma/migrations', import.meta.url)) });
  const file = path.join(folder, 'golden.csv');
  writeFileSync(file, writeGoldenRegister(set.companies));
  await importFiles(databaseUrl, [file, ...(real.length > 0 ? [values.real] : [])]);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const pairs = [...set.pairs, ...real];
    console.log(
      `${pairs.length} labelled pairs, seed ${values.seed}; register of ${set.companies.length} generated and ${real.length} real companies`,
    );
    const judged = await runGoldenSet(makeCompanyRegister(pool), pairs, floor);
    console.log(formatMatchReport(judged, floor));
    return sharesOf(judged).precisionInterval[0] >= PRECISION_BAR ? 0 : 1;
  } finally {
    await pool.end();
  }
}

async function importFiles(databaseUrl: string, files: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const file of files) {
      const request = { path: file, isComplete: false, snapshotOn: SNAPSHOT_ON };
      await importBulkFile(client, request, { onStart: ignore, onIndex: ignore, onRows: ignore, onReject: refuse });
    }
  } finally {
    await client.end();
  }
}

function ignore(): void {}

function refuse({ line, reason }: { readonly line: number; readonly reason: string }): void {
  throw new Error(`the register is wrong in line ${line}: ${reason}`);
}
