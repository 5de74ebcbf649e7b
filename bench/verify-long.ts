import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedCluster } from '../backend/src/adapters/postgres/embedded-cluster.ts';
import { runWithKills } from './run-with-kills.ts';

/** `npm run verify:long`: enriches many records in one run while its worker is killed at random, and checks every record. */
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
const folder = mkdtempSync(path.join(os.tmpdir(), 'smartsync-verify-'));
const cluster = await startEmbeddedCluster({ dataDir: path.join(folder, 'postgres') });
try {
  const result = await runWithKills({
    databaseUrl: cluster.databaseUrl,
    administratorUrl: cluster.administratorUrl.replace(/\/postgres$/, '/smartsync'),
    folder,
    records: Number(values.records),
    kills: Number(values.kills),
    seed: Number(values.seed),
    log: (line) => console.log(line),
  });
  for (const problem of result.problems) console.error(`problem: ${problem}`);
  const { records, kills, recoveryMs, seconds, mainCallsPerThousand } = result;
  const slowest = recoveryMs.length === 0 ? 0 : Math.max(...recoveryMs);
  console.log(
    `${records} records, ${kills} kills, ${result.problems.length} problems, ${seconds} s; slowest recovery ${slowest} ms; ${mainCallsPerThousand} main calls per 1,000 records`,
  );
  process.exitCode = result.problems.length === 0 ? 0 : 1;
} finally {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}
