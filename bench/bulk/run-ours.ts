import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { defaultPortalSettings } from '../../backend/src/domain/portal/default-settings.ts';
import { installEverywhere, LATENCY, type Stage, startBackend, startStage } from '../enrichment-stage.ts';
import { type Program, startProgram } from '../run-program.ts';
import type { SignedClient } from '../signed-client.ts';
import type { BulkLoad, BulkPass } from './bulk-pass.ts';
import { countMade, forgetRequests, listContactIds, makeList, readRequests } from './count-made.ts';
import { type BulkPlan, planBulkStage } from './plan-bulk-stage.ts';
import { readProcess } from './read-process.ts';

const POLL_MS = 200;
const STATISTICS_LAG_MS = 1_500;
/** A request to enrich names so many at most. */
const MOST_IDS = 50_000;
const LIST_ID = '7001';
const ENTRY = { web: 'dist/backend/src/main-web.js', worker: 'dist/backend/src/main-worker.js' };
const bulkAnswer = z.object({ bulk: z.object({ id: z.string() }) });

/** The production build on the stage of the bulk part. */
export interface Ours {
  readonly stage: Stage;
  readonly database: pg.Client;
  readonly client: SignedClient;
  readonly plan: BulkPlan;
  readonly worker: Program;
  stop(): Promise<void>;
}

/** Starts the local HubSpot with the planned portals, and web and one worker process of the production build. */
export async function startOurs(input: {
  readonly databaseUrl: string;
  /** Sees every tenant’s rows. */
  readonly administratorUrl: string;
  readonly folder: string;
  readonly load: BulkLoad;
  /** Arguments of Node for the worker. */
  readonly nodeArgs?: readonly string[];
}): Promise<Ours> {
  const { folder } = input;
  const plan = await planBulkStage({ ...input, ...input.load });
  const stage = await startStage({ databaseUrl: input.databaseUrl, folder, plan });
  const database = new pg.Client({ connectionString: input.administratorUrl });
  await database.connect();
  const programs: Program[] = [stage.sandbox];
  const stop = async () => {
    await database.end();
    await Promise.all(programs.map((program) => program.stop()));
  };
  try {
    const { backend, client } = await startBackend(stage, { entry: ENTRY.web, folder, connections: 4 });
    programs.push(backend);
    await installEverywhere(stage, client, plan);
    await automate(client, plan);
    const worker = await startProgram({
      name: 'the worker',
      args: [...(input.nodeArgs ?? []), ENTRY.worker],
      env: stage.backendEnv,
      logFile: path.join(folder, 'worker.log'),
      isReady: () => true,
    });
    programs.push(worker);
    await setUpStandIn(stage);
    return { stage, database, client, plan, worker, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Switches tasks and deals on: a task for every contact, a deal for every company. */
async function automate(client: SignedClient, { userId, ourPortalId, knownPortalId }: BulkPlan): Promise<void> {
  const defaults = defaultPortalSettings();
  const stages = Object.fromEntries(
    ['prospect', 'lead', 'contacted', 'engaged', 'qualified'].map((word) => [word, 'appointmentscheduled']),
  );
  const body = {
    ...defaults,
    icp: { criteria: [{ field: 'industry', rule: 'must', values: ['62'] }] },
    // With these the register alone gives every contact a score with the coverage that automation asks for.
    scoring: { weights: { financial: 0.35, growth: 0.05, engagement: 0.1, fit: 0.5 }, coverageFloor: 0.35 },
    automation: {
      ...defaults.automation,
      minCoverage: 0.5,
      task: { enabled: true, minScore: 0 },
      deal: { ...defaults.automation.deal, enabled: true, minScore: 0, pipelineId: 'default', stages },
    },
  };
  for (const portalId of [ourPortalId, knownPortalId]) {
    const saved = await client.send({ portalId, userId }, { method: 'PUT', path: '/api/hubspot/settings', body });
    if (saved.status !== 200) throw new Error(`portal ${portalId} refused its settings: ${saved.text}`);
  }
}

/** The same limits for tokens of either kind, and tasks with a unique property, which most accounts are thought to take. */
async function setUpStandIn(stage: Stage): Promise<void> {
  await stage.setLatency(LATENCY);
  const limit = { max: 110, intervalMs: 10_000 };
  const body = JSON.stringify({
    rateLimits: { oauth: limit, privateApp: limit },
    tasksTakeUniqueProperties: true,
  });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${stage.sandboxUrl}/__sandbox/settings`, { method: 'PATCH', body, headers });
  if (!answer.ok) throw new Error(`the local HubSpot refused its settings: ${await answer.text()}`);
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
  const answer = await client.send(
    { portalId, userId: plan.userId },
    {
      method: 'POST',
      path: '/api/hubspot/bulk-enrichments',
      body: { objectType: 'contacts', ...selection, idempotencyKey: `bench-${name}` },
    },
  );
  if (answer.status !== 202) throw new Error(`the bulk run was refused: ${answer.text}`);
  const { id } = bulkAnswer.parse(JSON.parse(answer.text)).bulk;
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
