import { startEmbeddedCluster } from './adapters/postgres/embedded-cluster.ts';
import { migrate } from './adapters/postgres/migrate.ts';
import { makeQueuePool } from './adapters/postgres/queue-pool.ts';
import type { IntegrationUseCases } from './composition/bind-integration.ts';
import { bindUseCases, makeProcessState } from './composition/bind-use-cases.ts';
import { makeAdapters } from './composition/make-adapters.ts';
import type { makeWeb } from './composition/make-web.ts';
import { countUse, makeOperations } from './composition/operations.ts';
import type { Config } from './config.ts';
import type { makeOperationsApp } from './http/operations-app.ts';
import { startWorker } from './jobs/worker.ts';
import { findUpwards } from './lib/find-upwards.ts';
import { waitAtMost } from './lib/wait-at-most.ts';
import type { Logger } from './ports/logger.ts';

/** The product, wired and migrated; nothing listens yet. */
export interface Product {
  /** Loads what answers requests; a worker starts without it, for whoever takes over a dead one's work must be quick. */
  makeApp(): Promise<ReturnType<typeof makeWeb>>;
  /** Health and metrics alone, for a process that answers nothing else. */
  makeOperationsApp(): Promise<ReturnType<typeof makeOperationsApp>>;
  readonly logger: Logger;
  /** What the integration API does, for callers in this process. */
  readonly integration: IntegrationUseCases;
  /** What is switched off for want of configuration, in words. */
  readonly notes: readonly string[];
  startWorker(): Promise<void>;
  /** Ends the streams to browsers, and resolves when every run of this process has ended. */
  finishRunning(): Promise<void>;
  /** Stops the worker and closes every connection. */
  stop(): Promise<void>;
}

/** Wires the product of one process: database (embedded without a URL), migrations, adapters, use cases, edges. */
export async function composeProduct(config: Config): Promise<Product> {
  const embedded = config.database.url === undefined ? await startEmbeddedCluster(config.database) : undefined;
  const databaseUrl = config.database.url ?? embedded?.databaseUrl ?? '';
  const migrationsFolder = findUpwards(import.meta.dirname, 'prisma/migrations');
  await migrate({ databaseUrl, folder: migrationsFolder });
  const made = await makeAdapters(config, databaseUrl, migrationsFolder);
  const adapters = countUse(made.requests);
  const notes = configurationNotes(config);
  const state = makeProcessState();
  const useCases = bindUseCases(adapters, config, { notes, state });
  const { accessToken } = config.hubspot;
  if (accessToken !== undefined) {
    await waitAtMost(connectPortalOfToken(useCases, adapters.logger, accessToken), CONNECT_WITHIN_MS);
  }
  const { database, logger, crm } = adapters;
  const stopping = new AbortController();
  const queuePool = makeQueuePool(databaseUrl);
  let worker: Awaited<ReturnType<typeof startWorker>> | undefined;
  return {
    makeApp: async () => {
      const { makeWeb } = await import('./composition/make-web.ts');
      return makeWeb(config, adapters, useCases, { notes, stopping: stopping.signal });
    },
    makeOperationsApp: async () => {
      const { makeOperationsApp } = await import('./http/operations-app.ts');
      return makeOperationsApp({ ...makeOperations(adapters, { metricsToken: config.metricsToken, notes }), logger });
    },
    logger,
    integration: useCases.integration,
    notes,
    startWorker: async () => {
      const forJobs = countUse(made.jobs);
      const jobs = bindUseCases(forJobs, config, { notes, state });
      const { queue, roll, stale } = forJobs;
      worker = await startWorker({
        pool: queuePool,
        concurrency: config.workerConcurrency,
        logger,
        hubspotEvents: jobs,
        queue,
        roll,
        bulk: { ...jobs, queue },
        drain: { ...jobs, queue },
        doubts: { ...jobs, queue },
        refresh: { ...jobs, ...stale, queue },
        resumeEnrichments: jobs.resumeEnrichments,
        eraseExpired: jobs.eraseExpired,
        observeJobStart: adapters.metrics.observeJobStart,
      });
    },
    finishRunning: async () => {
      stopping.abort();
      await Promise.allSettled(useCases.running.values());
    },
    stop: async () => {
      await worker?.stop();
      await queuePool.end();
      crm.close();
      adapters.journal?.close();
      await database.close();
      await embedded?.stop();
    },
  };
}

function configurationNotes({
  hubspot,
  openai,
  companiesHouse,
  oppspot,
  encryptionKeys,
  apiTokens,
}: Config): readonly string[] {
  return [
    ...(hubspot.clientId && hubspot.clientSecret
      ? []
      : ['HUBSPOT_CLIENT_ID or HUBSPOT_CLIENT_SECRET is not set: nobody can install the app']),
    ...(hubspot.clientSecret ? [] : ['HUBSPOT_CLIENT_SECRET is not set: requests of HubSpot are refused']),
    ...(encryptionKeys.length > 0 ? [] : ['ENCRYPTION_KEYS is not set: no token can be stored']),
    ...(openai ? [] : ['OPENAI_API_KEY is not set: summaries are written by the template']),
    ...(companiesHouse ? [] : ['COMPANIES_HOUSE_API_KEY is not set: the Companies House API is not asked']),
    ...(apiTokens ? [] : ['API_JWT_SECRET or API_JWKS_URL is not set: the integration API answers 503']),
    ...(oppspot ? [] : ['OPPSPOT_API_URL or OPPSPOT_API_KEY is not set: the oppSpot API is not asked']),
  ];
}

/** The start goes on after this time, also when HubSpot does not answer. */
const CONNECT_WITHIN_MS = 2_000;

/** A token that HubSpot refuses, or HubSpot being away, must not keep the process from telling so on its health page. */
async function connectPortalOfToken(
  useCases: ReturnType<typeof bindUseCases>,
  logger: Logger,
  accessToken: string,
): Promise<void> {
  try {
    const { installation } = await useCases.connectPrivateApp(accessToken);
    logger.info({ portalId: installation.portalId }, 'private-app portal connected');
  } catch (error) {
    logger.error({ reason: String(error) }, 'HUBSPOT_ACCESS_TOKEN could not be used');
  }
}
