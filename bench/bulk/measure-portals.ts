import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { startCpuMeter } from '../cpu-meter.ts';
import type { Figure } from '../figure.ts';
import type { PortalsLoad } from './bulk-pass.ts';
import { countMade } from './count-made.ts';
import { planManyPortals } from './plan-bulk-stage.ts';
import { startRun } from './run-ours.ts';
import { startBulkProduct } from './start-bulk-product.ts';

const BAR = 2_500;
const POLL_MS = 100;

/**
 * Enriches contacts of many portals at once, one run each: no portal's limit is reached, so that what counts is the processor.
 *
 * Contacts are counted in the local HubSpot's own store once the last run has ended; the time is from the first request to then.
 */
export async function measurePortals(input: {
  readonly databaseUrl: string;
  readonly administratorUrl: string;
  readonly folder: string;
  readonly load: PortalsLoad;
  readonly postgresPid: number | undefined;
}): Promise<Figure> {
  const { load } = input;
  const folder = path.join(input.folder, 'portals');
  mkdirSync(folder);
  const plan = await planManyPortals({ ...input, ...load });
  const product = await startBulkProduct({
    ...input,
    folder,
    plan,
    automated: plan.portals.map(({ id }) => id),
    // A worker takes eight jobs at once by default, and a run is one: nobody's shall wait for another's.
    workerEnv: { WORKER_CONCURRENCY: String(load.portals) },
  });
  try {
    const { stage, client, database, web, worker } = product;
    const readShares = startCpuMeter({
      web: web.pid,
      worker: worker.pid,
      'local HubSpot': stage.sandbox.pid,
      PostgreSQL: input.postgresPid,
    });
    const startedMs = performance.now();
    const runs = await Promise.all(
      plan.portals.map(({ id: portalId, userId }) =>
        startRun(client, { portalId, userId }, { all: true, idempotencyKey: 'bench-portals' }),
      ),
    );
    await waitForAll(database, runs);
    const seconds = (performance.now() - startedMs) / 1_000;
    const { processes } = readShares();
    const made = [];
    for (const { id } of plan.portals) made.push(await countMade({ url: stage.sandboxUrl }, id));
    const written = made.reduce((sum, one) => sum + one.written, 0);
    const doubled = made.reduce((sum, one) => sum + one.doubled, 0);
    const perSecond = written / seconds;
    const shares = Object.entries(processes).map(([name, share]) => `${name} ${share?.toFixed(2) ?? '?'}`);
    return {
      metric: `bulk of ${load.portals} portals at once, contacts a second in all, verified in HubSpot’s store`,
      bar: `≥ ${BAR.toLocaleString('en-GB')}`,
      unit: '/s',
      values: { contacts: perSecond },
      isMet: perSecond >= BAR && doubled === 0,
      note: `${written} contacts written in ${seconds.toFixed(1)} s, ${doubled} tasks and deals doubled; cores: ${shares.join(', ')}`,
    };
  } finally {
    product.client.close();
    await product.stop();
  }
}

async function waitForAll(database: pg.Client, bulkIds: readonly string[]): Promise<void> {
  const text = `SELECT count(*) FILTER (WHERE status = 'completed')::int AS completed,
      count(*) FILTER (WHERE status IN ('failed', 'stopped'))::int AS failed FROM bulk_runs WHERE id = ANY ($1::uuid[])`;
  for (;;) {
    await sleep(POLL_MS);
    const { rows } = await database.query<{ completed: number; failed: number }>(text, [bulkIds]);
    const { completed = 0, failed = 0 } = rows[0] ?? {};
    if (failed > 0) throw new Error(`${failed} of ${bulkIds.length} bulk runs failed`);
    if (completed === bulkIds.length) return;
  }
}
