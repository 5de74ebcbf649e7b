import type { SourceName } from '../domain/evidence/evidence.ts';
import type { ScoredRecord } from '../domain/scoring/score-preview.ts';

/** A scored record as it is stored, before the facts about its company are known. */
export interface StoredScore extends Omit<ScoredRecord, 'facts'> {
  readonly companyNumber: string;
  /** Sources that the result cites. */
  readonly sources: readonly SourceName[];
}

/**
 * The scores that an organisation's records have now.
 *
 * Contract: a record counts by its newest run that was no preview and has ended, and only while that run is assessed
 * (completed or insufficient data) and not undone; the most recently enriched first, at most `limit`.
 */
export interface ScoredRecords {
  listRecent(organizationId: string, limit: number): Promise<readonly StoredScore[]>;
}
