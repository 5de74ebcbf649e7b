import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { z } from 'zod';
import type { SignedClient } from '../signed-client.ts';
import type { BulkLoad, BulkPass } from './bulk-pass.ts';
import { countMade, forgetRequests, listContactIds, makeList, readRequests } from './count-made.ts';
import { type BulkPlan, planBulkStage } from './plan-bulk-stage.ts';
import { readProcess } from './read-process.ts';
import { type BulkProduct, startBulkProduct } from './start-bulk-product.ts';

const POLL_MS = 200;
const STATISTICS_LAG_MS = 1_500;
/** A request to enrich names so many at most. */
const MOST_IDS = 50_000;
const LIST_ID = '7001';
const bulkAnswer = z.object({ bulk: z.object({ id: z.string() }) });

/** The production build on the stage of the bulk part. */
export interface Ours extends BulkProduct {
  readonly plan: BulkPlan;
}

/** Starts the local HubSpot with the portals of the bulk part, and the production build. */
export async function startOurs(input: {
  readonly databaseUrl: string;
  /** Sees every tenant’s rows. */
  readonly administratorUrl: string;
  readonly folder: string;
  readonly load: BulkLoad;
  /** Arguments of Node for the worker, beside those of production. */
  readonly nodeArgs?: readonly string[];
}): Promise<Ours> {
  const plan = await planBulkStage({ ...input, ...input.load });
  const automated = [plan.ourPortalId, plan.knownPortalId];
  return { ...(await startBulkProduct({ ...input, plan, automated })), plan };
}

/** Enriches the contacts of one portal in one run, and counts what that took. */
export async function runOurs(
  us: Ours,
  run: { readonly name: string; readonly portalId: number; readonly isList?: boolean },
): Promise<BulkPass> {
  const { stage, client, plan, worker } = us;
  const { name, portalId } = run;
  const control = { url: stage.sandboxUrl };
  const objectIds = await listContactIds(control, portalId);
  const isList = run.isList === true || objectIds.length > MOST_IDS;
  if (isList) await makeList(control, { portalId, listId: LIST_ID, objectIds });
  const known = isList ? { listId: LIST_ID } : { objectIds };
  const selection = name === 'ids known' ? known : { all: true };
  await forgetRequests(control);
  const transactionsBefore = await readTransactions(us.database);
  const before = readProcess(worker.pid);
  const startedMs = performance.now();
  const startedAtMs = performance.timeOrigin + startedMs;
  const id = await startRun(
    client,
    { portalId, userId: plan.userId },
    { ...selection, idempotencyKey: `bench-${name}` },
  );
  const polls = await waitForEnd(us.database, id);
  const seconds = (performance.now() - startedMs) / 1000;
  const after = readProcess(worker.pid);
  const transactions = (await readTransactions(us.database)) - transactionsBefore - polls;
  return {
    name,
    seconds,
    startedAtMs,
    contacts: objectIds.length,
    made: await countMade(control, portalId),
    requests: await readRequests(control, portalId),
    cpuMs: before && after ? after.cpuMs - before.cpuMs : undefined,
    peakMb: after?.peakMb,
    transactions,
    booked: {
      tasks: await countBooked(us.database, portalId, 'task'),
      deals: await countBooked(us.database, portalId, 'deal'),
    },
  };
}

/** Asks for a run over contacts, as HubSpot's side does; answers its id. */
export async function startRun(
  client: SignedClient,
  caller: { readonly portalId: number; readonly userId: number },
  wanted: object,
): Promise<string> {
  const body = { objectType: 'contacts', ...wanted };
  const answer = await client.send(caller, { method: 'POST', path: '/api/hubspot/bulk-enrichments', body });
  if (answer.status !== 202) throw new Error(`the bulk run was refused: ${answer.text}`);
  return bulkAnswer.parse(JSON.parse(answer.text)).bulk.id;
}

async function countBooked(database: pg.Client, portalId: number, purpose: 'task' | 'deal'): Promise<number> {
  const text = `SELECT count(*)::int AS n FROM automation_intents i JOIN portal_directory d ON d.organization_id = i.organization_id
                WHERE d.portal_id = $1 AND i.purpose = $2 AND i.state = 'done'`;
  return (await database.query<{ n: number }>(text, [portalId, purpose])).rows[0]?.n ?? 0;
}

/** Answers how often it asked. */
async function waitForEnd(database: pg.Client, bulkId: string): Promise<number> {
  for (let polls = 1; ; polls += 1) {
    await sleep(POLL_MS);
    const text = 'SELECT status, status_reason FROM bulk_runs WHERE id = $1';
    const { rows } = await database.query<{ status: string; status_reason: string | null }>(text, [bulkId]);
    const status = rows[0]?.status;
    if (status === 'completed') return polls;
    if (status === 'failed' || status === 'stopped') throw new Error(`the run ${status}: ${rows[0]?.status_reason}`);
  }
}

/** A server tells its statistics about a second late. */
async function readTransactions(database: pg.Client): Promise<number> {
  await sleep(STATISTICS_LAG_MS);
  const text =
    'SELECT (xact_commit + xact_rollback)::text AS n FROM pg_stat_database WHERE datname = current_database()';
  return Number((await database.query<{ n: string }>(text)).rows[0]?.n);
}
