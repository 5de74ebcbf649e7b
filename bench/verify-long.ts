import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedCluster } from '../backend/src/adapters/postgres/embedded-cluster.ts';
import { runToEnd } from './run-program.ts';
import { REFUSED_SHARE_BAR, runWithKills } from './run-with-kills.ts';
import { percentilesOf } from './statistics.ts';

/** `npm run verify:long`: enriches many records in one run while its worker is killed at random, and checks every record. */
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
const folder = mkdtempSync(path.join(os.tmpdir(), 'smartsync-verify-'));
const logs = `${folder}-logs`;
const cluster = await startEmbeddedCluster({ dataDir: path.join(folder, 'postgres') });
try {
  await runToEnd({
    name: 'the build',
    args: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
    env: {},
    logFile: path.join(folder, 'build.log'),
  });
  const result = await runWithKills({
    databaseUrl: cluster.databaseUrl,
    administratorUrl: cluster.administratorUrl.replace(/\/postgres$/, '/smartsync'),
    folder,
    records: Number(values.records),
    kills: Number(values.kills),
    seed: Number(values.seed),
    program: 'build',
    doubts: 'wait',
    log: (line) => console.log(line),
  });
  for (const problem of result.problems) console.error(`problem: ${problem}`);
  const { records, kills, seconds, mainCallsPerThousand } = result;
  const { n, p50, p95 } = percentilesOf(result.recoveryMs);
  const slowest = Math.max(...result.recoveryMs);
  const recovery = `p50 ${p50}, p95 ${p95} (bar: 5,000), slowest ${slowest} ms`;
  // A short run may be over before its next kill.
  const asked = kills < Number(values.kills) ? `${kills} of ${values.kills} kills before the end` : `${kills} kills`;
  console.log(`from a kill to the next records done: ${n === 0 ? 'no kill before the last record' : recovery}`);
  console.log(
    `${records} records, ${asked}, ${result.problems.length} problems, ${seconds} s; ${mainCallsPerThousand} main calls per 1,000 records`,
  );
  const percent = (share: number) => `${(share * 100).toFixed(3)} %`;
  console.log(
    `${result.refused} requests refused as too many: ${percent(result.refusedShare)} (bar: ${percent(REFUSED_SHARE_BAR)})`,
  );
  if (result.problems.length > 0) {
    process.exitCode = 1;
    console.error(`what the processes said is in ${logs}`);
    cpSync(folder, logs, { recursive: true, filter: (file) => file === folder || file.endsWith('.log') });
  }
} finally {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}
