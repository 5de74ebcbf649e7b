import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import type { Enrichment } from '../domain/enrichment/enrichment.ts';
import { settingsForSync } from '../domain/sync/settings-for-sync.ts';
import type { Crm } from '../ports/crm.ts';
import type { RunContext } from '../ports/enrichment-store.ts';
import type { Installation } from '../ports/installation-store.ts';
import type { Integration } from '../ports/integration-store.ts';
import type { GivenAnswer, KeyedRequest } from '../ports/request-memory.ts';
import { answerOnce } from '../use-cases/answer-once.ts';
import { type ConnectCrmInput, connectCrm } from '../use-cases/connect-crm.ts';
import { type ChangeConnectionInput, changeConnection } from '../use-cases/dashboard/change-connection.ts';
import { type AskedBy, disconnectCrm } from '../use-cases/disconnect-crm.ts';
import type { GetAccessTokenDeps } from '../use-cases/get-access-token.ts';
import { openCrmSession } from '../use-cases/open-crm-session.ts';
import {
  type RequestEnrichmentDeps,
  type RequestEnrichmentInput,
  requestEnrichment,
} from '../use-cases/request-enrichment.ts';
import { saveSettings } from '../use-cases/save-settings.ts';
import { type SyncBatchInput, syncBatch } from '../use-cases/sync-batch.ts';
import { type SyncCompanyInput, syncCompany } from '../use-cases/sync-company.ts';
import { type SyncContactInput, syncContact } from '../use-cases/sync-contact.ts';
import type { Adapters } from './make-adapters.ts';

/** Works on a run, with the calls of the whole batch that it belongs to. */
type RunOver = (installation: Installation, context: RunContext, crm?: Crm) => Promise<Enrichment>;

/** The use cases of the integration API with their ports filled in. */
export type IntegrationUseCases = ReturnType<typeof bindIntegration>;

/** Binds what the integration API and the library do. */
export function bindIntegration(
  tokens: Adapters & GetAccessTokenDeps,
  config: Config,
  requestDeps: Omit<RequestEnrichmentDeps, 'run'> & { readonly run: RunOver },
) {
  const syncDeps = {
    ...tokens,
    makeId: randomUUID,
    ownSourceIds: ownSourceIds(config),
    requestEnrichment: (input: RequestEnrichmentInput, waitMs: number, crm: Crm | undefined) => {
      const run = (installation: Installation, context: RunContext) => requestDeps.run(installation, context, crm);
      return requestEnrichment({ ...requestDeps, run, answerWithinMs: waitMs }, input);
    },
  };
  const { integrations, syncs, crm, settings } = tokens;
  return {
    findTenant: (organizationId: string) => integrations.findTenant(organizationId),
    findTenantOfIntegration: (integrationId: string) => integrations.findTenantOfIntegration(integrationId),
    listIntegrations: (tenantId: string) => integrations.list(tenantId),
    findIntegration: (tenantId: string, integrationId: string) => integrations.find(tenantId, integrationId),
    connectCrm: (input: ConnectCrmInput) => connectCrm(tokens, input),
    changeConnection: (input: ChangeConnectionInput) => changeConnection(tokens, input),
    disconnectCrm: (integration: Integration, by: AskedBy) => disconnectCrm(tokens, integration, by),
    syncContact: (input: SyncContactInput) => syncContact(syncDeps, input),
    syncCompany: (input: SyncCompanyInput) => syncCompany(syncDeps, input),
    syncBatch: (input: SyncBatchInput) => syncBatch(syncDeps, input),
    listLogs: (input: Parameters<typeof syncs.listLogs>[0]) => syncs.listLogs(input),
    readSettings: (tenantId: string) => settings.read(tenantId),
    saveSettings: (input: Parameters<typeof saveSettings>[1]) => saveSettings(tokens, input),
    readProperties: (installation: Installation, objectType: Parameters<typeof crm.readProperties>[1]) =>
      crm.readProperties(openCrmSession(tokens, installation, 'interactive'), objectType),
    answerOnce: (request: KeyedRequest, work: () => Promise<GivenAnswer>) =>
      answerOnce({ requests: tokens.requests, wait: (ms) => sleep(ms) }, request, work),
  };
}

/** A run that a sync began works under the integration's own switches, also when another process takes it over. */
export async function contextForSync(
  { integrations }: Pick<Adapters, 'integrations'>,
  { organizationId, integrationId }: Installation,
  context: RunContext,
): Promise<RunContext> {
  if (context.request.requestedBy.kind !== 'api') return context;
  const flags = await integrations.find(organizationId, integrationId);
  return flags ? { ...context, settings: settingsForSync(context.settings, flags) } : context;
}

/** Ids under which our writes appear in HubSpot's history: the app's. */
export function ownSourceIds({ hubspot }: Config): readonly string[] {
  return hubspot.appId === undefined ? [] : [String(hubspot.appId)];
}
