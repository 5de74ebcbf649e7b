import { type Attributed, attributeCalls, type SeenCall } from './attribute-calls.ts';
import { type CpuShares, startCpuMeter } from './cpu-meter.ts';
import type { EnrichmentPlan } from './enrichment-records.ts';
import { installEverywhere, type JournalEntry, LATENCY, type Stage, startBackend } from './enrichment-stage.ts';
import { startModelStandIn } from './model-stand-in.ts';
import { type RecordToEnrich, type RepRequest, runReps } from './run-reps.ts';

/** How the card's load is made. */
export interface EnrichmentLoad {
  readonly reps: number;
  readonly warmUpMs: number;
  readonly forMs: number;
  readonly withModelForMs: number;
  readonly modelLatencyMs: number;
}

/** One stretch of load, each request with its calls. */
export interface EnrichmentSample {
  readonly requests: readonly Attributed<RepRequest & { readonly subjects: readonly string[] }>[];
  /** Calls that belong to no request; a valid sample has none. */
  readonly strays: number;
  readonly tookMs: number;
  readonly cpu: CpuShares;
}

/** Puts the load on the production build: first without a model (the template words summaries), then with one. */
export async function sampleEnrichments(input: {
  readonly stage: Stage;
  readonly plan: EnrichmentPlan;
  readonly entry: string;
  readonly folder: string;
  readonly load: EnrichmentLoad;
  /** The database server's first process, to know what it takes. */
  readonly postgresPid: number | undefined;
  readonly nodeArgs?: readonly string[];
}): Promise<{ readonly template: EnrichmentSample; readonly model: EnrichmentSample }> {
  const { stage, plan, load } = input;
  const records = await resolveRecords(stage, plan);
  const start = (env: Readonly<Record<string, string>>) =>
    startBackend(stage, { ...input, connections: load.reps, env });
  const model = await startModelStandIn(load.modelLatencyMs);
  try {
    const first = await start({});
    await installEverywhere(stage, first.client, plan);
    await stage.setLatency(LATENCY);
    const template = await sample(input, first, records, load.forMs);
    await first.backend.stop();
    const second = await start({ OPENAI_API_KEY: 'bench', OPENAI_BASE_URL: model.baseUrl });
    const withModel = await sample(input, second, records, load.withModelForMs, model.calls);
    await second.backend.stop();
    return { template, model: withModel };
  } finally {
    await model.close();
  }
}

/** Warms up, forgets that, then measures; takes the records it uses off the list. */
async function sample(
  { stage, load, postgresPid }: Parameters<typeof sampleEnrichments>[0],
  { backend, client }: Awaited<ReturnType<typeof startBackend>>,
  records: RecordToEnrich[],
  forMs: number,
  modelCalls: readonly { readonly company: string; readonly during: SeenCall['during'] }[] = [],
): Promise<EnrichmentSample> {
  const run = async (ms: number) => {
    const result = await runReps({ client, records, reps: load.reps, forMs: ms });
    records.splice(0, result.requests.length / REQUESTS_OF_A_RECORD);
    return result;
  };
  await run(load.warmUpMs);
  await stage.takeJournal();
  const earlierModelCalls = modelCalls.length;
  const readCpu = startCpuMeter({ backend: backend.pid, postgres: postgresPid, sandbox: stage.sandbox.pid });
  const { requests, tookMs } = await run(forMs);
  const cpu = readCpu();
  client.close();
  const calls = [
    ...(await stage.takeJournal()).filter(isOfRecord).map(hubspotCall),
    ...modelCalls
      .slice(earlierModelCalls)
      .map(({ company, during }) => ({ subject: company, kind: 'model', during }) as const),
  ];
  const { attributed, strays } = attributeCalls(
    requests.map((request) => ({ ...request, subjects: subjectsOf(request.record) })),
    calls,
  );
  return { requests: attributed, strays: strays.length, tookMs, cpu };
}

const REQUESTS_OF_A_RECORD = 3;

async function resolveRecords(stage: Stage, plan: EnrichmentPlan): Promise<RecordToEnrich[]> {
  const ids = new Map<string, readonly string[]>();
  for (const { id } of plan.portals) {
    for (const type of ['companies', 'contacts']) ids.set(`${id}:${type}`, await stage.listIds(id, type));
  }
  const idOf = (portalId: number, type: string, position: number): string => {
    const id = ids.get(`${portalId}:${type}`)?.[position];
    if (id === undefined) throw new Error(`portal ${portalId} has no ${type} at ${position}`);
    return id;
  };
  const userOf = new Map(plan.portals.map(({ id, userId }) => [id, userId]));
  return plan.records.map(({ portalId, objectType, position, companyPosition, registerName }) => ({
    portalId,
    userId: userOf.get(portalId) ?? 0,
    objectType,
    objectId: idOf(portalId, objectType, position),
    companyId: companyPosition === null ? null : idOf(portalId, 'companies', companyPosition),
    registerName,
  }));
}

/**
 * Every ten minutes the product catches up with what webhooks may have missed, whoever enriches: by HubSpot's journal and its
 * search. A run that searched would be told as miscounted.
 */
function isOfRecord({ path }: JournalEntry): boolean {
  return path.startsWith('/crm/objects/') && !path.endsWith('/search');
}

function hubspotCall({ method, path, portalId, tIn, tOut }: JournalEntry): SeenCall {
  const [type, id] = path.split('/').slice(-2);
  return {
    subject: `${portalId}:${type}:${id}`,
    kind: method === 'GET' ? 'read' : 'write',
    during: { fromMs: tIn, toMs: tOut },
  };
}

function subjectsOf({ portalId, objectType, objectId, companyId, registerName }: RecordToEnrich): readonly string[] {
  const company = companyId === null ? [] : [`${portalId}:companies:${companyId}`];
  return [`${portalId}:${objectType}:${objectId}`, ...company, registerName];
}
