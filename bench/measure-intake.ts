import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { defaultPortalSettings } from '../backend/src/domain/portal/default-settings.ts';
import { type CpuShares, startCpuMeter } from './cpu-meter.ts';
import { type EnrichmentPlan, planRecords } from './enrichment-records.ts';
import { installEverywhere, type Stage, startBackend, startStage } from './enrichment-stage.ts';
import type { Figure } from './figure.ts';
import { FIRST_PORTALS } from './first-portals.ts';
import { type ChangingRecord, FIRST_ECHO_ID, makeIntakeEvents, newestChanges } from './intake-events.ts';
import { startArgs, startProgram } from './run-program.ts';
import { type SentWebhooks, sendWebhooks } from './send-webhooks.ts';
import type { SignedClient } from './signed-client.ts';
import { percentilesOf } from './statistics.ts';

const EVENTS_PER_REQUEST = 100;
const ANSWER_BAR_MS = 25;
const PORTALS = 10;
const COMPANIES_PER_PORTAL = 20;
const CONNECTIONS = 64;
const WARM_UP_MS = 4_000;
/** What was taken has to be worked on within this time. */
const WORKED_OFF_WITHIN_MS = 120_000;

/** How much is sent. */
export interface IntakeLoad {
  readonly forMs: number;
  readonly requestsPerSecond: number;
}

/**
 * Sends webhooks at HubSpot's highest rate to one web process, with a worker beside it, and looks past the product at what
 * became of them.
 */
export async function measureIntake(input: {
  readonly databaseUrl: string;
  readonly administratorUrl: string;
  readonly folder: string;
  readonly load: IntakeLoad;
  readonly postgresPid: number | undefined;
  /** Arguments of the web process, such as those for a profile. */
  readonly nodeArgs: readonly string[];
}): Promise<readonly Figure[]> {
  const folder = path.join(input.folder, 'intake');
  mkdirSync(folder);
  const pairs = PORTALS * COMPANIES_PER_PORTAL;
  const plan = await planRecords({
    databaseUrl: input.databaseUrl,
    portals: PORTALS,
    pairs,
    firstPortal: FIRST_PORTALS.intake,
  });
  const stage = await startStage({ databaseUrl: input.databaseUrl, folder, plan });
  const { backend, client } = await startBackend(stage, {
    entry: 'dist/backend/src/main-web.js',
    folder,
    connections: CONNECTIONS,
    nodeArgs: input.nodeArgs,
  });
  const worker = await startProgram({
    name: 'the worker',
    args: startArgs('dist/backend/src/main-worker.js'),
    env: stage.backendEnv,
    logFile: path.join(folder, 'worker.log'),
    isReady: () => true,
  });
  try {
    await installEverywhere(stage, client, plan);
    await followEveryChange(client, plan);
    const records = await listCompanies(stage, plan);
    const events = makeIntakeEvents({ records, eventsPerRequest: EVENTS_PER_REQUEST, appId: 4096, seed: 11 });
    const { forMs, requestsPerSecond } = input.load;
    const prepare = (ms: number) => events.prepare(Math.ceil((ms / 1000) * requestsPerSecond));
    const [warmUp, load] = [prepare(WARM_UP_MS), prepare(forMs)];
    await sendWebhooks(client, warmUp, requestsPerSecond);
    const readCpu = startCpuMeter({ web: backend.pid, worker: worker.pid, postgres: input.postgresPid });
    const startedMs = performance.now();
    const sent = await sendWebhooks(client, load, requestsPerSecond);
    const cpu = { ...readCpu(), overMs: performance.now() - startedMs };
    const outcome = await lookAtOutcome(input.administratorUrl, sent);
    return [answerFigure(sent, input.load), outcomeFigure(sent, outcome), cpuFigure(sent, cpu)];
  } finally {
    client.close();
    await Promise.all([backend.stop(), worker.stop(), stage.sandbox.stop()]);
  }
}

/** So that an echo that is taken for a person's change would start something. */
async function followEveryChange(client: SignedClient, plan: EnrichmentPlan): Promise<void> {
  const body = { ...defaultPortalSettings(), sync: { direction: 'bidirectional', frequency: 'realtime' } };
  for (const { id: portalId, userId } of plan.portals) {
    const saved = await client.send({ portalId, userId }, { method: 'PUT', path: '/api/hubspot/settings', body });
    if (saved.status !== 200) throw new Error(`portal ${portalId} refused its settings: ${saved.text}`);
  }
}

async function listCompanies(stage: Stage, plan: EnrichmentPlan): Promise<readonly ChangingRecord[]> {
  const lists = plan.portals.map(async ({ id: portalId }) =>
    (await stage.listIds(portalId, 'companies')).map((objectId) => ({ portalId, objectId })),
  );
  return (await Promise.all(lists)).flat();
}

interface Outcome {
  readonly lost: number;
  readonly fromEchoes: number;
  readonly workedOffAfterMs: number;
}

async function lookAtOutcome(administratorUrl: string, { taken }: SentWebhooks): Promise<Outcome> {
  const database = new pg.Client({ connectionString: administratorUrl });
  await database.connect();
  try {
    const endedMs = performance.now();
    const read = async (text: string) => (await database.query<Record<string, string>>(text)).rows;
    const open = async () =>
      Number(
        (await read('SELECT (SELECT count(*) FROM webhook_inbox) + (SELECT count(*) FROM webhook_deliveries) AS n'))[0]
          ?.n,
      );
    while ((await open()) > 0 && performance.now() - endedMs < WORKED_OFF_WITHIN_MS) await sleep(100);
    const workedOffAfterMs = performance.now() - endedMs;
    const known = await read(
      `SELECT p.portal_id || ':' || v.object_id AS record, round(extract(epoch FROM v.changed_at) * 1000) AS changed
       FROM crm_record_events v JOIN portal_directory p USING (organization_id)`,
    );
    const changed = new Map(known.map((row) => [row.record, Number(row.changed)]));
    const lost = [...newestChanges(taken)].filter(
      ([record, occurredAt]) => (changed.get(record) ?? 0) < occurredAt,
    ).length;
    const echoes = `object_id::bigint >= ${FIRST_ECHO_ID}`;
    const [row] = await read(
      `SELECT (SELECT count(*) FROM waiting_records WHERE ${echoes}) + (SELECT count(*) FROM crm_record_events WHERE ${echoes})
         + (SELECT count(*) FROM enrichments WHERE ${echoes}) AS n`,
    );
    return { lost, fromEchoes: Number(row?.n), workedOffAfterMs };
  } finally {
    await database.end();
  }
}

function answerFigure({ answersMs, tookMs }: SentWebhooks, { requestsPerSecond }: IntakeLoad): Figure {
  const { n, ...values } = percentilesOf(answersMs);
  const rate = Math.round((n / tookMs) * 1000);
  return {
    metric: 'webhooks: answer to a request',
    bar: `≤ ${ANSWER_BAR_MS} ms (p99)`,
    unit: 'ms',
    values: { ...values, max: Math.max(...answersMs) },
    isMet: values.p99 <= ANSWER_BAR_MS && rate >= requestsPerSecond * 0.99,
    note: `${n} signed requests of ${EVENTS_PER_REQUEST} events at ${rate} requests/s (${rate * EVENTS_PER_REQUEST} events/s) over ${Math.round(tookMs / 1000)} s from ${PORTALS} portals, half of the events echoes, 30 % sent before; one web process, one worker`,
  };
}

function outcomeFigure({ refusals, givenUp }: SentWebhooks, { lost, fromEchoes, workedOffAfterMs }: Outcome): Figure {
  const refused = [...refusals.values()].reduce((sum, count) => sum + count, 0);
  const said = [...refusals].map(([answer, count]) => `${count} × ${answer}`).join(', ');
  return {
    metric: 'webhooks: lost, refused, work from echoes',
    bar: '0',
    unit: '',
    values: { lost, refused, 'given up': givenUp, 'from echoes': fromEchoes },
    isMet: lost === 0 && refused === 0 && givenUp === 0 && fromEchoes === 0,
    note: `lost: records whose newest change was answered 204 and is not known to the product; ${said === '' ? '' : `refused and repeated: ${said}; `}all requests worked off ${Math.round(workedOffAfterMs / 100) / 10} s after the last`,
  };
}

/** What a request costs, the work that it starts included. */
function cpuFigure({ answersMs }: SentWebhooks, cpu: CpuShares & { readonly overMs: number }): Figure {
  const ofOne = (share: number | undefined) => ((share ?? Number.NaN) * cpu.overMs) / answersMs.length;
  const { processes, others } = cpu;
  const { web, worker, postgres } = processes;
  return {
    metric: 'webhooks: processor time of a request',
    bar: null,
    unit: 'ms',
    values: { web: ofOne(web), worker: ofOne(worker), postgres: ofOne(postgres) },
    isMet: null,
    note: `${EVENTS_PER_REQUEST} events a request; the worker's and a part of the database's is the work that follows; other programs ${Math.round((others ?? Number.NaN) * 100)} % of a core`,
  };
}
