import type { ObjectType } from '../portal/settings.ts';
import type { IsoDateTime } from '../time.ts';
import type { Enrichment, RequestedBy, RunError } from './enrichment.ts';

/** What is known when a run begins. */
export interface NewEnrichmentInput {
  readonly id: string;
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly mode: 'apply' | 'preview';
  readonly requestedBy: RequestedBy;
  readonly createdAt: IsoDateTime;
}

/** A run that has begun and knows nothing yet. */
export function newEnrichment(input: NewEnrichmentInput): Enrichment {
  const { id, objectType, objectId, mode, requestedBy, createdAt } = input;
  return {
    id,
    objectType,
    objectId,
    status: 'running',
    mode,
    requestedBy,
    createdAt,
    completedAt: null,
    match: null,
    summary: null,
    score: null,
    signals: [],
    nextActions: [],
    talkingPoints: [],
    dealStage: null,
    evidence: [],
    sources: [],
    changes: [],
    automation: { task: null, deal: null, owner: null, held: [] },
    undo: { possibleUntil: null, undoneAt: null },
    usage: { hubspotCalls: 0, modelCalls: 0, modelTokens: 0 },
    durationMs: null,
    error: null,
  };
}

/** The same run, ended as failed with a reason a person can act on; what it had found stays. */
export function failEnrichment(enrichment: Enrichment, error: RunError, completedAt: IsoDateTime): Enrichment {
  const durationMs = Math.max(0, Date.parse(completedAt) - Date.parse(enrichment.createdAt));
  return { ...enrichment, status: 'failed', error, completedAt, durationMs };
}
