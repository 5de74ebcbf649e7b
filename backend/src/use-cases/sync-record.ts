import type { Enrichment } from '../domain/enrichment/enrichment.ts';
import { AppError } from '../domain/errors.ts';
import type { SyncDecision } from '../domain/sync/decide-sync.ts';
import type { Installation, InstallationStore } from '../ports/installation-store.ts';
import type { RecordLookup } from '../ports/record-lookup.ts';
import type { RecordName } from '../ports/webhook-store.ts';
import type { RequestEnrichmentInput } from './request-enrichment.ts';

/** A run that began before this job is waited for that long before the record is looked at again. */
const AFTER_OTHER_RUN_MS = 10_000;

/** What the use case touches. */
export interface SyncRecordDeps {
  readonly installations: InstallationStore;
  readonly records: RecordLookup;
  readonly makeId: () => string;
  /** As for a card; a run that it starts gets this id. */
  readonly requestEnrichmentAs: (enrichmentId: string, input: RequestEnrichmentInput) => Promise<Enrichment>;
  /** The end of a run of this process; undefined when another one works on it. */
  readonly finished: (enrichmentId: string) => Promise<Enrichment> | undefined;
  readonly linkRecord: (input: RecordName & { readonly organizationId: string }) => Promise<unknown>;
}

/** One record that changed. */
export interface SyncRecordInput extends RecordName {
  readonly organizationId: string;
  readonly decision: Exclude<SyncDecision, 'none'>;
  readonly version: string;
  readonly cause: 'webhook' | 'schedule';
  /** How often it was tried before. */
  readonly attempts: number;
}

/**
 * Brings one record up to date: enriches it as a card would, or brings its link to the register up to date alone.
 *
 * Never for a record that is gone or whose person is forgotten. Throws what can pass by itself, the daily limit included,
 * and `disconnected`, so that the record goes on waiting.
 */
export async function syncRecord(deps: SyncRecordDeps, input: SyncRecordInput): Promise<'done' | 'skipped'> {
  const { organizationId, objectType, objectId } = input;
  const installation = await deps.installations.findByOrganizationId(organizationId);
  if (!installation) return 'skipped';
  if (installation.status === 'disconnected') throw new AppError('disconnected', 'The account is not connected.');
  const known = await deps.records.lookUp(organizationId, objectType, objectId);
  if (known.isErased || known.isGone) return 'skipped';
  if (input.decision === 'link') await deps.linkRecord({ organizationId, objectType, objectId });
  else await enrich(deps, installation, input);
  return 'done';
}

async function enrich(deps: SyncRecordDeps, installation: Installation, input: SyncRecordInput): Promise<void> {
  const { objectType, objectId, version, cause, attempts } = input;
  const enrichmentId = deps.makeId();
  const begun = await deps.requestEnrichmentAs(enrichmentId, {
    installation,
    idempotencyKey: `${cause}:${objectType}:${objectId}:${version}:${attempts}`,
    request: { objectType, objectId, mode: 'apply', refresh: false, companyId: null, requestedBy: { kind: cause } },
  });
  const ended = begun.status === 'running' ? await deps.finished(begun.id) : begun;
  // A run that was there already may have read the record before it changed.
  if (ended === undefined || begun.id !== enrichmentId) throw again();
  if (ended.error?.code === 'disconnected') throw new AppError('disconnected', ended.error.message);
  if (ended.status === 'failed' && ended.error !== null && PASSING.has(ended.error.code)) {
    const { message, retryAfterMs } = ended.error;
    throw new AppError('upstream_unavailable', message, retryAfterMs === undefined ? {} : { retryAfterMs });
  }
}

/** Failures of a run that pass by themselves. */
const PASSING: ReadonlySet<string> = new Set(['upstream_unavailable', 'rate_limited', 'internal']);

function again(): AppError {
  return new AppError('upstream_unavailable', 'another run works on this record', { retryAfterMs: AFTER_OTHER_RUN_MS });
}
