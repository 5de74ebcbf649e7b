import { isSuppressed } from '../../domain/enrichment/suppression.ts';
import type { SyncOptions } from '../../domain/sync/sync-input.ts';
import { failure, failureOf, type SyncFailure, type SyncResult } from '../../domain/sync/sync-result.ts';
import type { Integration } from '../../ports/integration-store.ts';
import { openCrmSession } from '../open-crm-session.ts';
import type { EnrichedSync } from './enrich-synced.ts';
import type { SyncDeps, SyncedState, SyncWork } from './sync-work.ts';

/** From this priority on a call goes before background work of the account. */
const INTERACTIVE_FROM = 5;
/** An answer waits so long for an enrichment: the promise is five seconds end to end with a slow model. */
export const ENRICH_WAIT_MS = 4_000;

/** The place of a sync in the account's queue of calls. */
export function priorityOf({ priority = INTERACTIVE_FROM }: SyncOptions): 'interactive' | 'background' {
  return priority >= INTERACTIVE_FROM ? 'interactive' : 'background';
}

/** One record to be synced. */
export interface RunSyncInput {
  readonly integration: Integration;
  readonly options: SyncOptions;
  readonly syncType: 'contact' | 'company';
  readonly enrichWaitMs: number;
  /** What the record says about where it belongs, for the suppression list. */
  readonly subject: { readonly email: string | null; readonly domains: readonly (string | undefined)[] };
}

/** What the work on one record ended with. */
export interface SyncDone {
  readonly state: SyncedState;
  readonly enriched: EnrichedSync;
}

/**
 * Runs the sync of one record and writes its line of the log, whatever happens. A business failure is a result, never
 * thrown.
 */
export async function runSync(
  deps: SyncDeps,
  input: RunSyncInput,
  work: (work: SyncWork) => Promise<SyncDone>,
): Promise<SyncResult> {
  const { integration, options } = input;
  const { installation } = integration;
  const tenantId = installation.organizationId;
  const session = openCrmSession(deps, installation, priorityOf(options));
  const startedAtMs = deps.clock.now().getTime();
  const notes: string[] = [];
  const { enrichWaitMs } = input;
  const attempt = async (): Promise<SyncDone | SyncFailure> => {
    try {
      const settings = await deps.settings.read(tenantId);
      const isListed = isSuppressed(settings.suppression, input.subject);
      if (isListed)
        return failure('SUPPRESSED', 'This address or domain is on the suppression list. Nothing was sent.');
      if (integration.syncDirection === 'from_crm') return failure('CONFLICT', READS_ONLY);
      return await work({ integration, tenantId, session, settings, options, startedAtMs, enrichWaitMs, notes });
    } catch (error) {
      deps.logger.warn({ integrationId: installation.integrationId, reason: String(error) }, 'sync failed');
      return failureOf(error);
    }
  };
  const done = await attempt();
  await log(deps, input, done, { notes, retryCount: session.readRetryCount(), startedAtMs });
  return 'success' in done ? done : resultOf(input.syncType, done.state.crmRecordId);
}

const READS_ONLY =
  'This integration only reads from the CRM (sync_direction from_crm). Connect again with another one.';

function resultOf(syncType: 'contact' | 'company', crmRecordId: string): SyncResult {
  return syncType === 'contact'
    ? { success: true, crmContactId: crmRecordId, entityType: 'contact' }
    : { success: true, crmCompanyId: crmRecordId, entityType: 'company' };
}

async function log(
  deps: SyncDeps,
  { integration, syncType }: RunSyncInput,
  done: SyncDone | SyncFailure,
  facts: { readonly notes: readonly string[]; readonly retryCount: number; readonly startedAtMs: number },
): Promise<void> {
  const { organizationId: tenantId, integrationId } = integration.installation;
  const failed = 'success' in done ? done : undefined;
  const state = 'success' in done ? undefined : done.state;
  const durationMs = Math.max(0, deps.clock.now().getTime() - facts.startedAtMs);
  const enriched =
    'success' in done ? { enrichmentId: null, enrichments: null, enrichmentTimeMs: null } : done.enriched;
  deps.logger.debug(
    {
      integrationId,
      syncType,
      operation: state?.operation,
      crmRecordId: state?.crmRecordId,
      code: failed?.code,
      durationMs,
    },
    'smartsync:sync done',
  );
  await deps.syncs.writeLog({
    tenantId,
    integrationId,
    syncType,
    operation: state?.operation ?? 'none',
    status: failed ? 'failed' : 'success',
    crmRecordId: state?.crmRecordId ?? null,
    ...enriched,
    written: state?.written ?? [],
    kept: state?.kept ?? [],
    message: facts.notes.length > 0 ? facts.notes.join('; ') : null,
    errorCode: failed?.code ?? null,
    errorMessage: failed?.error ?? null,
    retryCount: facts.retryCount,
    durationMs,
  });
}
