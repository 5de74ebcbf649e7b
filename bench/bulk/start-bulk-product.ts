import path from 'node:path';
import pg from 'pg';
import { defaultPortalSettings } from '../../backend/src/domain/portal/default-settings.ts';
import type { EnrichmentPlan } from '../enrichment-records.ts';
import { installEverywhere, LATENCY, type Stage, startBackend, startStage } from '../enrichment-stage.ts';
import { type Program, startArgs, startProgram } from '../run-program.ts';
import type { SignedClient } from '../signed-client.ts';

const ENTRY = { web: 'dist/backend/src/main-web.js', worker: 'dist/backend/src/main-worker.js' };

/** Web and one worker of the production build, beside a local HubSpot. */
export interface BulkProduct {
  readonly stage: Stage;
  readonly database: pg.Client;
  readonly client: SignedClient;
  readonly web: Program;
  readonly worker: Program;
  stop(): Promise<void>;
}

/** Starts the local HubSpot with the planned portals, and web and one worker process of the production build. */
export async function startBulkProduct(input: {
  readonly databaseUrl: string;
  /** Sees every tenant’s rows. */
  readonly administratorUrl: string;
  readonly folder: string;
  readonly plan: EnrichmentPlan;
  /** Portals that make tasks and deals. */
  readonly automated: readonly number[];
  readonly workerEnv?: Readonly<Record<string, string>>;
  /** Arguments of Node for the worker, beside those of production. */
  readonly nodeArgs?: readonly string[];
}): Promise<BulkProduct> {
  const { folder, plan } = input;
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
    await automate(client, plan, input.automated);
    const worker = await startProgram({
      name: 'the worker',
      args: [...(input.nodeArgs ?? []), ...startArgs(ENTRY.worker)],
      env: { ...stage.backendEnv, ...input.workerEnv },
      logFile: path.join(folder, 'worker.log'),
      isReady: () => true,
    });
    programs.push(worker);
    await setUpStandIn(stage);
    return { stage, database, client, web: backend, worker, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Switches tasks and deals on: a task for every contact, a deal for every company. */
async function automate(client: SignedClient, plan: EnrichmentPlan, automated: readonly number[]): Promise<void> {
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
  for (const { id: portalId, userId } of plan.portals.filter(({ id }) => automated.includes(id))) {
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
