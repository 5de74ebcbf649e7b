import type { Enrichment } from '../../domain/enrichment/enrichment.ts';
import { AppError } from '../../domain/errors.ts';
import type { SyncedEnrichment, SyncedObjectType } from '../../ports/synced-record-store.ts';
import type { NamedCompany, SyncDeps, SyncWork } from './sync-work.ts';

/** What the log tells of the enrichment after a sync. */
export interface EnrichedSync {
  readonly enrichmentId: string | null;
  readonly enrichments: SyncedEnrichment | null;
  readonly enrichmentTimeMs: number | null;
}

const NOT_ENRICHED: EnrichedSync = { enrichmentId: null, enrichments: null, enrichmentTimeMs: null };

/**
 * Enriches a record that was just synced, as the card does. The sync itself has succeeded: what goes wrong here is a
 * note in its log, and what takes longer goes on by itself with a log line of its own.
 */
export async function enrichSynced(
  deps: SyncDeps,
  work: SyncWork,
  record: { readonly objectType: SyncedObjectType; readonly objectId: string; readonly company: NamedCompany },
): Promise<EnrichedSync> {
  const why = whyNotEnriched(work, record.company);
  if (why !== undefined) {
    work.notes.push(`not enriched: ${why}`);
    return NOT_ENRICHED;
  }
  const { objectType, objectId, company } = record;
  const companyId = company.kind === 'known' ? company.id : null;
  const requestedBy = { kind: 'api' } as const;
  const request = { objectType, objectId, mode: 'apply', refresh: false, companyId, requestedBy } as const;
  const { installation } = work.integration;
  try {
    const idempotencyKey = `api:${deps.makeId()}`;
    const input = { installation, idempotencyKey, request };
    return told(work, await deps.requestEnrichment(input, work.enrichWaitMs, deps.enrichWith));
  } catch (error) {
    deps.logger.warn({ objectType, objectId, reason: String(error) }, 'synced record was not enriched');
    work.notes.push(`not enriched: ${error instanceof AppError ? error.message : 'something went wrong on our side'}`);
    return NOT_ENRICHED;
  }
}

function whyNotEnriched({ options, integration }: SyncWork, company: NamedCompany): string | undefined {
  if (options.skipEnrichment) return 'the request skips it';
  if (!integration.autoEnrich) return 'auto_enrich is off';
  return company.kind === 'unknown' ? 'no register company has this companyId' : undefined;
}

function told(work: SyncWork, enrichment: Enrichment): EnrichedSync {
  const { id, status, durationMs, error } = enrichment;
  if (status === 'running') work.notes.push('the enrichment takes longer; its own line follows');
  else if (status === 'failed') work.notes.push(`not enriched: ${error?.message ?? 'the run failed'}`);
  else if (status !== 'completed') work.notes.push(`enrichment ended as ${status}`);
  const hasResult = status !== 'running' && status !== 'failed';
  const enrichments = hasResult ? viewOf(enrichment, work.integration.autoScore) : null;
  return { enrichmentId: id, enrichments, enrichmentTimeMs: durationMs === null ? null : Math.round(durationMs) };
}

function viewOf({ summary, score, signals }: Enrichment, isScored: boolean): SyncedEnrichment {
  return {
    summary: summary?.text ?? null,
    leadScore: isScored ? (score?.total ?? null) : null,
    buyingSignals: signals.map(({ text }) => text),
  };
}
