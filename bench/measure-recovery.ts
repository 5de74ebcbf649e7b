import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Figure } from './figure.ts';
import { makeDatabase } from './make-database.ts';
import { runWithKills } from './run-with-kills.ts';
import { percentilesOf } from './statistics.ts';

/** How large the bulk run is, and how often its workers are killed. */
export interface RecoveryLoad {
  readonly records: number;
  readonly kills: number;
}

const BAR_MS = 5_000;
const ENOUGH_KILLS = 200;
/** Any; the same kills at the same records each time. */
const SEED = 2;

/** Kills workers in the middle of a bulk run of the production build, and checks every record past the product. */
export async function measureRecovery(input: {
  readonly databaseUrl: string;
  /** The superuser's, of any database of the cluster. */
  readonly administratorUrl: string;
  readonly folder: string;
  readonly load: RecoveryLoad;
}): Promise<readonly Figure[]> {
  const folder = path.join(input.folder, 'recovery');
  mkdirSync(folder);
  const { url, administratorUrl } = await makeDatabase({ ...input, name: 'smartsync_recovery' });
  const result = await runWithKills({
    ...input.load,
    databaseUrl: url,
    administratorUrl,
    folder,
    seed: SEED,
    program: 'build',
    doubts: 'age',
    log: () => undefined,
  });
  const { n, p50, p95 } = percentilesOf(result.recoveryMs);
  const isEnough = n >= ENOUGH_KILLS;
  return [
    {
      metric: 'recovery: from the kill of a worker to the next records done',
      bar: `p95 ≤ ${BAR_MS.toLocaleString('en-GB')} ms`,
      unit: 'ms',
      values: { p50, p95, slowest: Math.max(...result.recoveryMs) },
      isMet: p95 > BAR_MS ? false : isEnough ? true : null,
      note: isEnough ? `${n} kills` : `${n} kills; ${ENOUGH_KILLS} decide (npm run bench -- --full --only recovery)`,
    },
    {
      metric: 'recovery: records, tasks and deals lost or doubled by kills',
      bar: '0',
      unit: '',
      values: { problems: result.problems.length },
      isMet: result.problems.length === 0,
      note: result.problems.length === 0 ? `${result.records} records` : result.problems.join('; '),
    },
  ];
}
