import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { REQUIRED_SCOPES } from '../adapters/hubspot/scopes.ts';
import { makePortalExport } from '../adapters/postgres/portal-export.ts';
import type { Config } from '../config.ts';
import type { Enrichment } from '../domain/enrichment/enrichment.ts';
import { costUsd } from '../domain/model-usage/model-prices.ts';
import type { Crm } from '../ports/crm.ts';
import type { RunContext } from '../ports/enrichment-store.ts';
import type { Installation, TokenSet } from '../ports/installation-store.ts';
import type { ModelUse } from '../ports/model-usage-store.ts';
import { type AmendEnrichmentInput, applyEnrichment, undoEnrichment } from '../use-cases/amend-enrichment.ts';
import { beginInstall } from '../use-cases/begin-install.ts';
import { completeInstall } from '../use-cases/complete-install.ts';
import { connectPrivateApp } from '../use-cases/connect-private-app.ts';
import { type DisconnectPortalInput, disconnectPortal } from '../use-cases/disconnect-portal.ts';
import { eraseExpired } from '../use-cases/erase-expired.ts';
import { exportPortal } from '../use-cases/export-portal.ts';
import { findCompanies } from '../use-cases/find-companies.ts';
import { type ForgetMatchInput, forgetMatch } from '../use-cases/forget-match.ts';
import { type GiveFeedbackInput, giveFeedback } from '../use-cases/give-feedback.ts';
import { listAutomationOptions } from '../use-cases/list-automation-options.ts';
import { openCrmSession } from '../use-cases/open-crm-session.ts';
import {
  ANSWER_WITHIN_MS,
  type RequestEnrichmentInput,
  type RequestOfSeenInput,
  requestEnrichment,
  requestEnrichmentOfSeen,
} from '../use-cases/request-enrichment.ts';
import { resumeEnrichments } from '../use-cases/resume-enrichments.ts';
import { runEnrichment } from '../use-cases/run-enrichment.ts';
import { ACTION_ANSWER_WITHIN_MS } from '../use-cases/run-workflow-action.ts';
import { saveSettings } from '../use-cases/save-settings.ts';
import { viewHealth } from '../use-cases/view-health.ts';
import { viewOverview } from '../use-cases/view-overview.ts';
import { viewRecord } from '../use-cases/view-record.ts';
import { bindIntegration, contextForSync, ownSourceIds } from './bind-integration.ts';
import { bindBulk } from './bulk.ts';
import { bindEventUseCases } from './hubspot-events.ts';
import type { Adapters } from './make-adapters.ts';

/** The use cases with their ports filled in. */
export type UseCases = ReturnType<typeof bindUseCases>;

/** A run ends by itself after 90 seconds. */
const RUN_ENDS_WITHIN_MS = 100_000;

/** What requests and jobs of one process know of each other. */
export function makeProcessState() {
  return {
    /** Tokens by organisation. */
    cache: new Map<string, TokenSet>(),
    /** Runs that have not ended. */
    running: new Map<string, Promise<Enrichment>>(),
    /** Questions to the model that are under way. */
    asking: new Map(),
    leaseOwner: randomUUID(),
  };
}

/** Binds every use case once. */
export function bindUseCases(
  adapters: Adapters,
  config: Config,
  {
    notes: configurationNotes,
    state,
  }: { readonly notes: readonly string[]; readonly state: ReturnType<typeof makeProcessState> },
) {
  const { accessToken } = config.hubspot;
  const { cache, running, asking, leaseOwner } = state;
  const tokens = { ...adapters, privateAppToken: accessToken, cache };
  const runDeps = {
    ...tokens,
    leaseOwner,
    asking,
    observeModelUse: (used: ModelUse) =>
      adapters.metrics.observeModelUse({ ...used, costUsd: costUsd(used.model, used.tier, used) }),
    ownSourceIds: ownSourceIds(config),
    observe: ({ status, requestedBy, durationMs, usage, summary }: Enrichment) =>
      adapters.metrics.observeEnrichment({
        status,
        requestedBy: requestedBy.kind,
        durationMs: durationMs ?? 0,
        modelTokens: usage.modelTokens,
        summarySource: summary?.source ?? null,
      }),
  };
  const run = async (installation: Installation, context: RunContext, crm: Crm = runDeps.crm) => {
    // A private app writes under an id of its own, which we do not know.
    const ownIds = installation.authKind === 'private_app' ? [] : runDeps.ownSourceIds;
    const limited = await contextForSync(adapters, installation, context);
    return runEnrichment({ ...runDeps, crm, ownSourceIds: ownIds }, installation, limited);
  };
  const requestDeps = {
    ...adapters,
    run,
    makeId: randomUUID,
    leaseOwner,
    running,
    answerWithinMs: ANSWER_WITHIN_MS,
    wait: (ms: number) => sleep(ms),
  };
  const request = (input: RequestEnrichmentInput) => requestEnrichment(requestDeps, input);
  const events = bindEventUseCases(adapters, {
    ...tokens,
    ownSourceIds: runDeps.ownSourceIds,
    requestEnrichment: (input) => requestEnrichment({ ...requestDeps, answerWithinMs: ACTION_ANSWER_WITHIN_MS }, input),
    requestEnrichmentAs: (enrichmentId, input) =>
      requestEnrichment({ ...requestDeps, makeId: () => enrichmentId }, input),
    finished: (enrichmentId) => running.get(enrichmentId),
  });
  return {
    beginInstall: (input: Parameters<typeof beginInstall>[1]) => beginInstall(adapters, input),
    completeInstall: (input: Parameters<typeof completeInstall>[1]) => completeInstall(tokens, input),
    connectPrivateApp: (token: string) => connectPrivateApp(tokens, token),
    viewRecord: (input: Parameters<typeof viewRecord>[1]) => viewRecord(adapters, input),
    requestEnrichment: request,
    requestEnrichmentOfSeen: (input: RequestOfSeenInput) => requestEnrichmentOfSeen(requestDeps, input),
    forgetMatch: (input: ForgetMatchInput) =>
      forgetMatch({ ...adapters, requestEnrichment: request, makeId: randomUUID }, input),
    giveFeedback: (input: GiveFeedbackInput) => giveFeedback(adapters, input),
    resumeEnrichments: (input: Parameters<typeof resumeEnrichments>[1]) =>
      resumeEnrichments({ ...adapters, run, leaseOwner }, input),
    eraseExpired: () => eraseExpired(adapters),
    applyEnrichment: (input: AmendEnrichmentInput) => applyEnrichment(runDeps, input),
    undoEnrichment: (input: AmendEnrichmentInput) => undoEnrichment(runDeps, input),
    findCompanies: (input: Parameters<typeof findCompanies>[1]) => findCompanies(adapters, input),
    viewHealth: (installation: Installation) =>
      viewHealth({ ...tokens, requiredScopes: REQUIRED_SCOPES, configurationNotes }, installation),
    viewOverview: (installation: Installation) => viewOverview({ ...tokens, bulkCrm: adapters.crm }, installation),
    disconnectPortal: (input: DisconnectPortalInput) => disconnectPortal(tokens, input),
    exportPortal: (input: Parameters<typeof exportPortal>[1]) =>
      exportPortal({ ...adapters, exports: makePortalExport(adapters.database) }, input),
    listAutomationOptions: (installation: Installation) => listAutomationOptions(tokens, installation),
    saveSettings: (input: Parameters<typeof saveSettings>[1]) => saveSettings(tokens, input),
    openSession: (installation: Installation) => openCrmSession(tokens, installation, 'interactive'),
    ...events,
    // A private app writes under an id of its own, which we do not know.
    ...bindBulk({
      ...runDeps,
      syncRecord: events.syncRecord,
      contextFor: (installation: Installation, context: RunContext) => contextForSync(adapters, installation, context),
      ownSourceIds: accessToken === undefined ? runDeps.ownSourceIds : [],
      // A job waits for the end of its run; the run itself ends in time.
      requestEnrichment: (input) => requestEnrichment({ ...requestDeps, answerWithinMs: RUN_ENDS_WITHIN_MS }, input),
    }),
    integration: bindIntegration(tokens, config, requestDeps),
    /** Runs of this process that have not ended. */
    running,
  };
}
