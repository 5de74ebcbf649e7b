import { makeKeyRing } from '../adapters/crypto/key-ring.ts';
import { makeTenantVault } from '../adapters/crypto/tenant-vault.ts';
import { makeEventsJournal } from '../adapters/hubspot/events-journal.ts';
import { type HubspotCrm, makeHubspotCrm } from '../adapters/hubspot/hubspot-crm.ts';
import { makeHubspotOauth } from '../adapters/hubspot/oauth.ts';
import { makeSharedLimiter } from '../adapters/hubspot/shared-limiter.ts';
import { SYSTEM_LIMITER_TIME } from '../adapters/hubspot/transport.ts';
import { type Metrics, makeMetrics } from '../adapters/metrics/metrics.ts';
import { makeActivityStore } from '../adapters/postgres/activity-store.ts';
import { makeAutomationStore } from '../adapters/postgres/automation-store.ts';
import { makeCallHolds } from '../adapters/postgres/call-holds.ts';
import { makeCallWindows } from '../adapters/postgres/call-windows.ts';
import { makeCompanyTextStore } from '../adapters/postgres/company-text-store.ts';
import { makeDashboardSessionStore } from '../adapters/postgres/dashboard-session-store.ts';
import { makeEnrichmentStore } from '../adapters/postgres/enrichment-store.ts';
import { makeFeedbackStore } from '../adapters/postgres/feedback-store.ts';
import { makeInstallationStore } from '../adapters/postgres/installation-store.ts';
import { makeIntegrationStore } from '../adapters/postgres/integration-store.ts';
import { makeJobQueue } from '../adapters/postgres/job-queue.ts';
import { type Database, makeDatabase } from '../adapters/postgres/make-database.ts';
import { makeModelUsageStore } from '../adapters/postgres/model-usage-store.ts';
import { makeOauthStateStore } from '../adapters/postgres/oauth-state-store.ts';
import { makeOverviewStore } from '../adapters/postgres/overview-store.ts';
import { makePortalFigures } from '../adapters/postgres/portal-figures.ts';
import { makePropertyRepairs } from '../adapters/postgres/property-repairs.ts';
import { makeReadiness } from '../adapters/postgres/readiness.ts';
import { makeRequestMemory } from '../adapters/postgres/request-memory.ts';
import { makeRetentionStore } from '../adapters/postgres/retention-store.ts';
import { makeSettingsStore } from '../adapters/postgres/settings-store.ts';
import type { Statement } from '../adapters/postgres/statement.ts';
import { makeSyncHistory } from '../adapters/postgres/sync-history.ts';
import { makeSyncedRecordStore } from '../adapters/postgres/synced-record-store.ts';
import { makeWorkerRoll } from '../adapters/postgres/worker-roll.ts';
import { makeWrappedKeyStore } from '../adapters/postgres/wrapped-key-store.ts';
import { makeWriteSnapshots } from '../adapters/postgres/write-snapshots.ts';
import { makeCompanyRegister } from '../adapters/register/company-register.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { makeLogger } from '../adapters/system/logger.ts';
import type { Config } from '../config.ts';
import { defaultPortalSettings } from '../domain/portal/default-settings.ts';
import { RESUME_ENRICHMENTS_TASK } from '../jobs/worker.ts';
import type { ActivityStore } from '../ports/activity-store.ts';
import type { AutomationCrm } from '../ports/automation-crm.ts';
import type { AutomationStore } from '../ports/automation-store.ts';
import type { BulkAutomationCrm, BulkAutomationStore } from '../ports/bulk-automation.ts';
import type { CallHolds } from '../ports/call-holds.ts';
import type { Clock } from '../ports/clock.ts';
import type { CompanyRegister } from '../ports/company-register.ts';
import type { CompanyTextStore } from '../ports/company-text-store.ts';
import type { CrmOauth } from '../ports/crm-oauth.ts';
import type { DashboardSessionStore } from '../ports/dashboard-session-store.ts';
import type { EnrichmentStore } from '../ports/enrichment-store.ts';
import type { EventsJournal } from '../ports/events-journal.ts';
import type { FeedbackStore } from '../ports/feedback-store.ts';
import type { InstallationStore } from '../ports/installation-store.ts';
import type { IntegrationStore } from '../ports/integration-store.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { ModelUsageStore } from '../ports/model-usage-store.ts';
import type { OauthStateStore } from '../ports/oauth-state-store.ts';
import type { OverviewStore } from '../ports/overview-store.ts';
import type { PortalFigures } from '../ports/portal-figures.ts';
import type { PropertyRepairs } from '../ports/property-repairs.ts';
import type { Readiness } from '../ports/readiness.ts';
import type { RequestMemory } from '../ports/request-memory.ts';
import type { RetentionStore } from '../ports/retention-store.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { SummaryWriter } from '../ports/summary-writer.ts';
import type { SyncCrm } from '../ports/sync-crm.ts';
import type { SyncHistory } from '../ports/sync-history.ts';
import type { SyncedRecordStore } from '../ports/synced-record-store.ts';
import type { WorkerRoll } from '../ports/worker-roll.ts';
import type { WriteSnapshots } from '../ports/write-snapshots.ts';
import { makeBulkAdapters } from './bulk.ts';
import { makeEventAdapters } from './event-adapters.ts';
import { makeSources, type Sources } from './make-sources.ts';

/** One model call, its repeat included; a card has its answer or its 202 before that. */
const MODEL_TIMEOUT_MS = 20_000;

/** Every port of the product with its real implementation. */
export interface Adapters extends Sources, ReturnType<typeof makeEventAdapters>, ReturnType<typeof makeBulkAdapters> {
  readonly roll: WorkerRoll;
  readonly clock: Clock;
  readonly logger: ReturnType<typeof makeLogger>;
  readonly metrics: Metrics;
  readonly database: Database;
  readonly readiness: Readiness;
  readonly states: OauthStateStore;
  readonly installations: InstallationStore;
  readonly integrations: IntegrationStore;
  readonly syncs: SyncedRecordStore;
  readonly requests: RequestMemory;
  readonly sessions: DashboardSessionStore;
  readonly history: SyncHistory;
  readonly figures: PortalFigures;
  readonly overview: OverviewStore;
  readonly settings: SettingsStore;
  readonly enrichments: EnrichmentStore;
  readonly texts: CompanyTextStore;
  readonly usage: ModelUsageStore;
  readonly activity: ActivityStore;
  readonly holds: CallHolds;
  readonly feedback: FeedbackStore;
  readonly retention: RetentionStore;
  readonly repairs: PropertyRepairs;
  readonly snapshots: WriteSnapshots;
  readonly register: CompanyRegister;
  readonly crm: HubspotCrm;
  readonly queue: JobQueue;
  readonly automationCrm: AutomationCrm & BulkAutomationCrm;
  readonly syncCrm: SyncCrm;
  readonly automations: AutomationStore & BulkAutomationStore;
  /** undefined without client id and secret. */
  readonly oauth: CrmOauth | undefined;
  /** undefined without client id and secret. */
  readonly journal: (EventsJournal & { close(): void }) | undefined;
  /** undefined without an API key. */
  readonly writer: SummaryWriter | undefined;
}

/** The same ports twice, over one pool: jobs leave connections to requests. */
export interface ProcessAdapters {
  readonly requests: Adapters;
  readonly jobs: Adapters;
}

/** Makes the adapters of one process; nothing connects before it is used. */
export async function makeAdapters(
  config: Config,
  databaseUrl: string,
  migrationsFolder: string,
): Promise<ProcessAdapters> {
  const clock = systemClock;
  const logger = makeLogger(config.logLevel);
  const metrics = makeMetrics();
  const database = makeDatabase({ url: databaseUrl });
  const windows = makeCallWindows(database);
  const jobWindows = makeCallWindows(database.forJobs);
  const crm = makeHubspotCrm({
    baseUrl: config.hubspot.apiUrl,
    logger,
    limiter: makeSharedLimiter({
      windows: {
        ...windows,
        take: (window, wanted) => (wanted.isInteractive ? windows : jobWindows).take(window, wanted),
      },
      time: SYSTEM_LIMITER_TIME,
      logger,
    }),
    onCall: ({ method, bucket, status, ms }) =>
      metrics.observeHubspotCall({ method, bucket, status: status ?? 'no_answer', durationMs: ms }),
  });
  const process = {
    clock,
    logger,
    metrics,
    readiness: makeReadiness({ database, migrationsFolder }),
    crm,
    automationCrm: crm,
    syncCrm: crm,
    ...makeOauth(config, { clock, logger }),
    writer: config.openai && (await makeWriter(config.openai)),
    // A worker that cannot tell that it lives loses its jobs.
    roll: makeWorkerRoll(database),
  };
  const over = (share: Database): Adapters => ({ ...makeStores(config, { clock, logger, crm }, share), ...process });
  return { requests: over(database), jobs: over(database.forJobs) };
}

function makeStores(
  config: Config,
  { clock, logger, crm }: Pick<Adapters, 'clock' | 'logger' | 'crm'>,
  database: Database,
) {
  const defaults = defaultPortalSettings;
  const vault = makeTenantVault({ ring: makeKeyRing(config.encryptionKeys), keys: makeWrappedKeyStore(database) });
  const register = makeCompanyRegister({
    // Whatever a run asks as its tenant in the same turn shares the trip.
    query: async <Row>(query: Statement) => ({ rows: (await database.readPublic(query)) as Row[] }),
  });
  return {
    database,
    states: makeOauthStateStore(database),
    installations: makeInstallationStore({ database, vault }),
    integrations: makeIntegrationStore({ database, vault }),
    syncs: makeSyncedRecordStore(database),
    requests: makeRequestMemory(database),
    sessions: makeDashboardSessionStore(database),
    history: makeSyncHistory(database),
    figures: makePortalFigures(database),
    overview: makeOverviewStore(database),
    settings: makeSettingsStore({ database, defaults }),
    enrichments: makeEnrichmentStore({ database, defaults, recoveryTask: RESUME_ENRICHMENTS_TASK }),
    texts: makeCompanyTextStore(database),
    usage: makeModelUsageStore(database),
    activity: makeActivityStore(database),
    holds: makeCallHolds(database),
    feedback: makeFeedbackStore(database),
    retention: makeRetentionStore(database),
    repairs: makePropertyRepairs(database),
    snapshots: makeWriteSnapshots(database),
    register,
    ...makeSources(config, { clock, logger, database, register }),
    ...makeEventAdapters(database, crm),
    queue: makeJobQueue(database),
    ...makeBulkAdapters(database),
    automations: makeAutomationStore(database),
  };
}

/** Its library is loaded only where there is a key: it takes a tenth of the start. */
async function makeWriter(openai: NonNullable<Config['openai']>): Promise<SummaryWriter> {
  const { makeOpenAiWriter } = await import('../adapters/openai/openai-writer.ts');
  return makeOpenAiWriter({ ...openai, timeoutMs: MODEL_TIMEOUT_MS });
}

/** What the app's own credentials open. */
function makeOauth(
  config: Config,
  parts: Pick<Adapters, 'clock' | 'logger'>,
): { readonly oauth: CrmOauth | undefined; readonly journal: ReturnType<typeof makeEventsJournal> | undefined } {
  const { clientId, clientSecret, redirectUri, appUrl, apiUrl } = config.hubspot;
  if (clientId === undefined || clientSecret === undefined) return { oauth: undefined, journal: undefined };
  const app = { clientId, clientSecret, apiUrl, ...parts };
  return { oauth: makeHubspotOauth({ ...app, redirectUri, appUrl }), journal: makeEventsJournal(app) };
}
