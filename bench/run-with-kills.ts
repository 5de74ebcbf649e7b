import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defaultPortalSettings } from '../backend/src/domain/portal/default-settings.ts';
import { checkEveryRecord } from './check-every-record.ts';
import { planCostRecords } from './enrichment-records.ts';
import { installEverywhere, type Stage, startBackend, startStage } from './enrichment-stage.ts';
import { generateRegister } from './generate-register.ts';
import { makeRandom } from './random.ts';
import { type Program, runToEnd, startArgs, startProgram, TSX } from './run-program.ts';
import type { SignedClient } from './signed-client.ts';
import { waitForDoubts } from './wait-for-doubts.ts';

/** What to run, and where. */
export interface KillRunInput {
  readonly databaseUrl: string;
  /** Sees every tenant's rows: what was done is checked past the product. */
  readonly administratorUrl: string;
  readonly folder: string;
  readonly records: number;
  readonly kills: number;
  readonly seed: number;
  /** The sources, or what `npm run build` made of them, which starts in less than half the time. */
  readonly program: 'sources' | 'build';
  /** Whether the time of doubt is waited for or passes in the database alone. */
  readonly doubts: 'wait' | 'age';
  readonly log: (line: string) => void;
}

/** How it went; `problems` is empty when every record was enriched exactly once. */
export interface KillRunResult {
  readonly records: number;
  readonly kills: number;
  readonly problems: readonly string[];
  /** From each kill to the next record that was done, in milliseconds. */
  readonly recoveryMs: readonly number[];
  readonly seconds: number;
  /** Requests of the run in HubSpot's main bucket per 1,000 records, those that kills repeated included. */
  readonly mainCallsPerThousand: number;
  /** Requests that HubSpot refused as too many (429), and their share of all, 0 to 1. */
  readonly refused: number;
  readonly refusedShare: number;
}

const CONTACTS_PER_COMPANY = 40;
const REGISTER_ROWS = 20_000;
/** About one company in eight of the generated register can be enriched all the way. */
const ROWS_PER_COMPANY = 10;
// The API takes 600 requests a minute of a portal.
const POLL_MS = 150;
/** A run that makes no progress for so long is stuck. */
const STUCK_AFTER_MS = 90_000;

/**
 * HubSpot's certification allows 0.05. Two processes that are killed and started again may cross a window; whoever ignores the
 * limit is refused far more often.
 */
export const REFUSED_SHARE_BAR = 0.003;

const bulkAnswer = z.object({
  bulk: z.object({ id: z.string(), status: z.string(), total: z.number(), done: z.number() }),
});
type Bulk = z.infer<typeof bulkAnswer>['bulk'];

/**
 * Enriches all contacts of a portal in one bulk run by two worker processes, kills one of them or both at random points, and
 * checks every record past the product: enriched once, logged once, written to HubSpot.
 */
export async function runWithKills(input: KillRunInput): Promise<KillRunResult> {
  const { databaseUrl, folder, records, log } = input;
  const startedMs = performance.now();
  const logFile = path.join(folder, 'prepare.log');
  const run = (name: string, ...args: string[]) =>
    runToEnd({ name, args: [...TSX, ...args], env: { DATABASE_URL: databaseUrl }, logFile });
  const register = path.join(folder, 'register.csv');
  const companies = Math.ceil(records / CONTACTS_PER_COMPANY);
  const rows = Math.max(REGISTER_ROWS, companies * ROWS_PER_COMPANY);
  await generateRegister({ path: register, rows, seed: 5 });
  await run('the migrations', 'scripts/db-migrate.ts');
  await run('the import', 'scripts/import-companies.ts', register);
  const plan = await planCostRecords({ databaseUrl, companies, contactsPerCompany: CONTACTS_PER_COMPANY });
  const stage = await startStage({ databaseUrl, folder, plan });
  const programs: Program[] = [stage.sandbox];
  try {
    const { entry, nodeArgs } = programOf(input.program, 'main-web');
    const { backend, client } = await startBackend(stage, { entry, folder, connections: 2, nodeArgs });
    programs.push(backend);
    await installEverywhere(stage, client, plan);
    const [portal] = plan.portals;
    if (!portal) throw new Error('no portal was planned');
    const caller = { portalId: portal.id, userId: portal.userId };
    await makeTasksAndDeals(client, caller);
    log(`${records} contacts of ${companies} companies, two workers`);
    await stage.takeJournal();
    const begun = await ask(client, caller, 'POST', '', {
      objectType: 'contacts',
      all: true,
      cap: records,
      idempotencyKey: `kills-${input.seed}`,
    });
    const watched = await watch({ ...input, stage, programs, read: () => ask(client, caller, 'GET', `/${begun.id}`) });
    const { doubts, seconds: settledAfter } = await waitForDoubts(input.administratorUrl, input.doubts);
    log(`${doubts} tasks, deals and owners were in doubt at the end of the run; settled after ${settledAfter} s`);
    const journal = await stage.takeJournal();
    const refused = journal.filter(({ status }) => status === 429).length;
    const problems = [...watched.problems, ...(await checkEveryRecord(input, stage, portal.id))];
    const refusedShare = refused / Math.max(1, journal.length);
    if (refusedShare > REFUSED_SHARE_BAR)
      problems.push(`HubSpot refused ${refused} of ${journal.length} requests as too many`);
    const mainCalls = journal.filter(
      ({ path: at }) => /^\/crm\/(objects|lists|properties|owners|pipelines)\//.test(at) && !at.endsWith('/search'),
    );
    client.close();
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    const mainCallsPerThousand = Math.round((mainCalls.length / records) * 10_000) / 10;
    const { kills, recoveryMs } = watched;
    return { records, kills, problems, recoveryMs, seconds, mainCallsPerThousand, refused, refusedShare };
  } finally {
    await Promise.all(programs.map((program) => program.stop()));
  }
}

/** Weights under which every company of the register reaches a score that is certain enough for a task and a deal. */
const EAGER = {
  scoring: { weights: { financial: 0.35, growth: 0.05, engagement: 0.1, fit: 0.5 }, coverageFloor: 0.35 },
  icp: { criteria: [{ field: 'industry', rule: 'must', values: ['62'] }] },
  automation: {
    minCoverage: 0.5,
    task: { enabled: true, minScore: 0 },
    deal: {
      enabled: true,
      minScore: 0,
      pipelineId: 'default',
      stages: { contacted: 'appointmentscheduled', engaged: 'qualifiedtobuy', qualified: 'qualifiedtobuy' },
    },
    owner: { enabled: false, rules: [], roundRobinOwnerIds: [] },
  },
};

async function makeTasksAndDeals(client: SignedClient, caller: { portalId: number; userId: number }): Promise<void> {
  const body = { ...defaultPortalSettings(), ...EAGER };
  const saved = await client.send(caller, { method: 'PUT', path: '/api/hubspot/settings', body });
  if (saved.status !== 200) throw new Error(`the portal refused its settings: ${saved.text}`);
}

function programOf(program: KillRunInput['program'], name: string) {
  return program === 'sources'
    ? { entry: `backend/src/${name}.ts`, nodeArgs: TSX }
    : { entry: `dist/backend/src/${name}.js`, nodeArgs: [] };
}

async function ask(
  client: SignedClient,
  caller: { portalId: number; userId: number },
  method: string,
  at: string,
  body?: unknown,
): Promise<Bulk> {
  const request = { method, path: `/api/hubspot/bulk-enrichments${at}`, ...(body === undefined ? {} : { body }) };
  const answer = await client.send(caller, request);
  if (answer.status >= 300) throw new Error(`${method} ${request.path}: ${answer.status} ${answer.text}`);
  return bulkAnswer.parse(JSON.parse(answer.text)).bulk;
}

interface Watching extends KillRunInput {
  readonly stage: Stage;
  readonly programs: Program[];
  readonly read: () => Promise<Bulk>;
}

/** With both of them gone nobody is there to take the work over but those that start in their place. */
const VICTIMS = [[0], [1], [0, 1]] as const;

/** Watches the run to its end, and kills a worker whenever the time that chance chose has come. */
async function watch(input: Watching) {
  const random = makeRandom(input.seed);
  const workers = [await startWorker(input, 0), await startWorker(input, 1)];
  const problems: string[] = [];
  const recoveryMs: number[] = [];
  let kills = 0;
  let last = await input.read();
  let movedAtMs = performance.now();
  let killedAtMs: number | undefined;
  // Kills are spread over the records, each at a point that chance chooses.
  const spread = input.records / (input.kills + 1);
  const dueAt = () => Math.floor(spread * (kills + random.next()));
  let due = dueAt();
  while (last.status !== 'completed') {
    await sleep(POLL_MS);
    const now = await input.read();
    if (now.done < last.done) problems.push(`progress went back from ${last.done} to ${now.done}`);
    if (now.done > last.done) {
      movedAtMs = performance.now();
      if (killedAtMs !== undefined) {
        recoveryMs.push(Math.round(movedAtMs - killedAtMs));
        input.log(`goes on after ${recoveryMs.at(-1)} ms`);
      }
      killedAtMs = undefined;
    }
    if (now.status === 'failed' || performance.now() - movedAtMs > STUCK_AFTER_MS) {
      problems.push(`the run is ${now.status} at ${now.done} of ${now.total}`);
      break;
    }
    if (kills < input.kills && killedAtMs === undefined && now.done >= due) {
      await sleep(random.below(700));
      const victims = VICTIMS[random.below(VICTIMS.length)] ?? [];
      for (const victim of victims) process.kill(workers[victim]?.pid ?? 0, 'SIGKILL');
      killedAtMs = performance.now();
      kills += 1;
      input.log(
        `kill ${kills} at ${now.done} of ${now.total}: ${victims.length === 1 ? 'one worker' : 'both workers'}`,
      );
      due = dueAt();
      for (const victim of victims) workers.splice(victim, 1, await startWorker(input, victim));
    }
    last = now;
  }
  return { problems, recoveryMs, kills };
}

let starts = 0;

async function startWorker({ stage, programs, folder, program }: Watching, index: number): Promise<Program> {
  starts += 1;
  const { entry, nodeArgs } = programOf(program, 'main-worker');
  const worker = await startProgram({
    name: `worker ${index}`,
    args: [...nodeArgs, ...startArgs(entry)],
    env: { ...stage.backendEnv, WORKER_CONCURRENCY: '4' },
    logFile: path.join(folder, `worker-${starts}.log`),
    isReady: () => true,
  });
  programs.push(worker);
  return worker;
}
