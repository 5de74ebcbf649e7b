import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { SignJWT } from 'jose';
import { type EnrichmentPlan, planRecords } from './enrichment-records.ts';
import { type JournalEntry, LATENCY, type Stage, startBackend, startStage } from './enrichment-stage.ts';
import type { Figure } from './figure.ts';
import { FIRST_PORTALS } from './first-portals.ts';
import { ownTimeMs } from './own-time.ts';
import { readTimeMs } from './signed-client.ts';
import { percentilesOf } from './statistics.ts';

/** One caller a portal: so every call that the local HubSpot saw belongs to the only sync under way there. */
const PORTALS = 4;
const WARM_UP = 3;
const SECRET = 'secret-of-the-bench-is-long-enough-for-hs256';
const OWN_TIME_BAR_MS = 500;
const END_TO_END_BAR_MS = 5_000;

/** One sync that was observed, with what it waited for. */
interface SeenSync {
  readonly portalId: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Syncs new contacts of known companies over the integration API of the production build, each enriched without a model,
 * and takes the time off that the local HubSpot took to answer.
 */
export async function measureSync(input: {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly entry: string;
  /** Of each portal, after a few that warm up. */
  readonly syncs: number;
}): Promise<readonly Figure[]> {
  const folder = path.join(input.folder, 'sync');
  mkdirSync(folder);
  const companies = WARM_UP + input.syncs;
  const planned = await planRecords({
    databaseUrl: input.databaseUrl,
    portals: PORTALS,
    pairs: PORTALS * companies,
    firstPortal: FIRST_PORTALS.sync,
  });
  const plan = withPrivateApps(planned);
  const stage = await startStage({ databaseUrl: input.databaseUrl, folder, plan });
  const env = { API_JWT_SECRET: SECRET };
  const { backend, client } = await startBackend(stage, { entry: input.entry, folder, connections: 1, env });
  client.close();
  try {
    const callers = await Promise.all(plan.portals.map(({ id }) => connect(stage, id)));
    await stage.setLatency(LATENCY);
    for (const caller of callers) await syncMany(caller, 0, WARM_UP);
    await stage.takeJournal();
    const seen = (await Promise.all(callers.map((caller) => syncMany(caller, WARM_UP, companies)))).flat();
    return describe(seen, await stage.takeJournal());
  } finally {
    await backend.stop();
    await stage.sandbox.stop();
  }
}

const tokenOf = (portalId: number) => `pat-bench-${portalId}`;

function withPrivateApps(plan: EnrichmentPlan): EnrichmentPlan {
  const portals = plan.seed.portals.map((portal) => ({ ...portal, privateApp: { token: tokenOf(portal.id) } }));
  return { ...plan, seed: { ...plan.seed, portals } };
}

interface SyncCaller {
  readonly portalId: number;
  post(route: string, body: object): Promise<void>;
}

/** An organisation of its own for each portal. */
async function connect(stage: Stage, portalId: number): Promise<SyncCaller> {
  const token = await new SignJWT({ app_metadata: { organization_id: randomUUID(), role: 'owner' } })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('bench')
    .setExpirationTime('1 hour')
    .sign(new TextEncoder().encode(SECRET));
  const post = async (route: string, body: object) => {
    const answer = await fetch(`http://127.0.0.1:${stage.backendPort}/api/integrations/crm${route}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${route} answered ${answer.status}: ${text}`);
  };
  await post('/connect', { crm_type: 'hubspot', access_token: tokenOf(portalId), auto_enrich: true, auto_score: true });
  return { portalId, post };
}

/** One after the other: a contact that is not there yet, of a company that is. */
async function syncMany({ portalId, post }: SyncCaller, from: number, to: number): Promise<readonly SeenSync[]> {
  const seen: SeenSync[] = [];
  for (let index = from; index < to; index += 1) {
    const email = `new-${index}@company-${index}.portal-${portalId}.example`;
    const contact = { email, firstName: 'Ben', lastName: 'Ch', title: 'CTO' };
    const fromMs = readTimeMs();
    await post('/sync', { entity_type: 'contact', contact });
    seen.push({ portalId, fromMs, toMs: readTimeMs() });
  }
  return seen;
}

function describe(seen: readonly SeenSync[], journal: readonly JournalEntry[]): readonly Figure[] {
  const own = seen.map((sync) => ownTimeMs(sync, waitsOf(sync, journal)));
  const whole = seen.map(({ fromMs, toMs }) => toMs - fromMs);
  const calls = seen.reduce((sum, sync) => sum + waitsOf(sync, journal).length, 0) / seen.length;
  const { n, ...ownTimes } = percentilesOf(own);
  const { n: _, ...wholeTimes } = percentilesOf(whole);
  const of = `${n} new contacts, enriched by the template, ${PORTALS} callers, ${calls.toFixed(1)} calls to HubSpot each`;
  return [
    {
      metric: 'sync of a contact over the API, own time',
      bar: `p95 < ${OWN_TIME_BAR_MS} ms`,
      unit: 'ms',
      values: ownTimes,
      isMet: ownTimes.p95 < OWN_TIME_BAR_MS,
      note: of,
    },
    {
      metric: 'sync of a contact over the API, end to end',
      bar: `p95 < ${END_TO_END_BAR_MS} ms`,
      unit: 'ms',
      values: wholeTimes,
      isMet: wholeTimes.p95 < END_TO_END_BAR_MS,
      note: 'with the latencies of the local HubSpot',
    },
  ];
}

function waitsOf({ portalId, fromMs, toMs }: SeenSync, journal: readonly JournalEntry[]) {
  return journal
    .filter((entry) => entry.portalId === portalId && entry.tOut > fromMs && entry.tIn < toMs)
    .map(({ tIn, tOut }) => ({ fromMs: tIn, toMs: tOut }));
}
