import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { defaultPortalSettings } from '../../backend/src/domain/portal/default-settings.ts';
import { installEverywhere, LATENCY, type Stage, startBackend, startStage } from '../enrichment-stage.ts';
import type { Figure } from '../figure.ts';
import { type Program, runToEnd, startProgram, TSX } from '../run-program.ts';
import type { SignedClient } from '../signed-client.ts';
import { bulkFigures } from './bulk-figures.ts';
import type { BulkLoad, BulkPass } from './bulk-pass.ts';
import {
  countMade,
  forgetRequests,
  listContactIds,
  makeList,
  readRequests,
  type SandboxControl,
} from './count-made.ts';
import { peerReport } from './peer-work.ts';
import { type BulkPlan, CONTACTS_PER_COMPANY, type Peer, planBulkStage } from './plan-bulk-stage.ts';
import { readProcess } from './read-process.ts';
import { startDatedForwarder } from './start-dated-forwarder.ts';

const POLL_MS = 500;
const STATISTICS_LAG_MS = 1_500;
/** A request to enrich names so many at most. */
const MOST_IDS = 50_000;
const LIST_ID = '7001';
const ENTRY = { web: 'dist/backend/src/main-web.js', worker: 'dist/backend/src/main-worker.js' };
const bulkAnswer = z.object({ bulk: z.object({ id: z.string() }) });

/** Enriches the same contacts in bulk, by the production build and by each peer, on the same stand-in for HubSpot. */
export async function measureBulk(input: {
  readonly databaseUrl: string;
  readonly administratorUrl: string;
  readonly folder: string;
  readonly load: BulkLoad;
}): Promise<readonly Figure[]> {
  const folder = path.join(input.folder, 'bulk');
  mkdirSync(folder);
  const plan = await planBulkStage({ ...input, ...input.load });
  const stage = await startStage({ databaseUrl: input.databaseUrl, folder, plan });
  const database = new pg.Client({ connectionString: input.administratorUrl });
  await database.connect();
  const programs: Program[] = [stage.sandbox];
  try {
    const { backend, client } = await startBackend(stage, { entry: ENTRY.web, folder, connections: 4 });
    programs.push(backend);
    await installEverywhere(stage, client, plan);
    await automate(client, plan);
    const worker = await startProgram({
      name: 'the worker',
      args: [ENTRY.worker],
      env: stage.backendEnv,
      logFile: path.join(folder, 'worker.log'),
      isReady: () => true,
    });
    programs.push(worker);
    await setUpStandIn(stage);
    const us = { stage, database, client, plan, worker };
    const known = await runOurs(us, { name: 'ids known', portalId: plan.knownPortalId });
    const all = await runOurs(us, { name: 'all of a type', portalId: plan.ourPortalId });
    const again = await runOurs(us, { name: 'unchanged', portalId: plan.ourPortalId });
    client.close();
    const peers = await runPeers({ ...input, folder, stage, plan });
    return bulkFigures({ known, all, again, peers });
  } finally {
    await database.end();
    await Promise.all(programs.map((program) => program.stop()));
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

interface Ours {
  readonly stage: Stage;
  readonly database: pg.Client;
  readonly client: SignedClient;
  readonly plan: BulkPlan;
  readonly worker: Program;
}

async function runOurs(us: Ours, run: { readonly name: string; readonly portalId: number }): Promise<BulkPass> {
  const { stage, client, plan, worker } = us;
  const { name, portalId } = run;
  const control = { url: stage.sandboxUrl };
  const objectIds = await listContactIds(control, portalId);
  const selection = name === 'ids known' ? await selectKnown(control, portalId, objectIds) : { all: true };
  await forgetRequests(control);
  const transactionsBefore = await readTransactions(us.database);
  const before = readProcess(worker.pid);
  const startedMs = performance.now();
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
    contacts: objectIds.length,
    made: await countMade(control, portalId),
    requests: await readRequests(control, portalId),
    cpuMs: before && after ? after.cpuMs - before.cpuMs : undefined,
    peakMb: after?.peakMb,
    transactions,
    bookedDeals: await countBookedDeals(us.database, portalId),
  };
}

/** By their ids, or as a list where they are more than a request may name. */
async function selectKnown(control: SandboxControl, portalId: number, objectIds: readonly string[]) {
  if (objectIds.length <= MOST_IDS) return { objectIds };
  await makeList(control, { portalId, listId: LIST_ID, objectIds });
  return { listId: LIST_ID };
}

async function countBookedDeals(database: pg.Client, portalId: number): Promise<number> {
  const text = `SELECT count(*)::int AS n FROM automation_intents i JOIN portal_directory d ON d.organization_id = i.organization_id
                WHERE d.portal_id = $1 AND i.purpose = 'deal' AND i.state = 'done'`;
  return (await database.query<{ n: number }>(text, [portalId])).rows[0]?.n ?? 0;
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

/** The slow ones beside each other, for they mostly wait; those that would disturb them alone. */
async function runPeers(input: {
  readonly stage: Stage;
  readonly plan: BulkPlan;
  readonly folder: string;
  readonly load: BulkLoad;
}): Promise<readonly BulkPass[]> {
  const forwarder = await startDatedForwarder(input.stage.sandboxUrl);
  await forgetRequests({ url: input.stage.sandboxUrl });
  const run = (peer: Peer) => runPeer(input, peer, peer.pattern === 'sdk' ? forwarder.url : input.stage.sandboxUrl);
  const isSlow = ({ pattern }: Peer) => pattern !== 'parallel' && pattern !== 'batch';
  try {
    const done = new Map<string, BulkPass>();
    const slow = input.plan.peers.filter(isSlow).map(async (peer) => done.set(peer.name, await run(peer)));
    await Promise.all(slow);
    for (const peer of input.plan.peers.filter((one) => !isSlow(one))) done.set(peer.name, await run(peer));
    return input.plan.peers.flatMap(({ name }) => done.get(name) ?? []);
  } finally {
    await forwarder.stop();
  }
}

async function runPeer(
  { stage, folder, load }: Parameters<typeof runPeers>[0],
  peer: Peer,
  baseUrl: string,
): Promise<BulkPass> {
  const { name, pattern, portalId, token } = peer;
  const control = { url: stage.sandboxUrl };
  const ids = await listContactIds(control, portalId);
  const contacts = ids.map((id, index) => ({ id, isHot: index % CONTACTS_PER_COMPANY === 0 }));
  const file = path.join(folder, `${pattern}.json`);
  const work = { pattern, baseUrl, token, contacts, values: VALUES, forMs: load.peersForMs };
  writeFileSync(file, JSON.stringify(work));
  const logFile = path.join(folder, `${pattern}.log`);
  const { lines } = await runToEnd({ name, args: [...TSX, 'bench/bulk/run-peer.ts', file], env: {}, logFile });
  const { cpuMs, peakMb, seconds } = peerReport.parse(JSON.parse(lines.at(-1) ?? ''));
  return {
    name,
    seconds,
    contacts: ids.length,
    made: await countMade(control, portalId),
    requests: await readRequests(control, portalId),
    cpuMs,
    peakMb,
    transactions: undefined,
  };
}

/** As long as what we write. */
const VALUES = {
  oppspot_summary: 'A software company in Leeds, active since 2016, with accounts filed on time. '.repeat(3),
  oppspot_score: '74',
  oppspot_signals: 'Accounts filed on time, New director appointed, Charge satisfied',
  oppspot_next_actions: 'Call the managing director\nSend the case study\nAsk for the budget',
  oppspot_deal_stage: 'engaged',
  oppspot_score_financial: '80',
  oppspot_score_growth: '61',
  oppspot_score_engagement: '55',
  oppspot_score_fit: '90',
  oppspot_company_number: '01234567',
  oppspot_match_confidence: '0.97',
  oppspot_score_coverage: '0.71',
  oppspot_enrichment_status: 'enriched',
  oppspot_last_enriched_at: '2026-11-23T08:00:00Z',
};
