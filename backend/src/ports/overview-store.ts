import type { BulkRun } from '../domain/bulk/bulk-run.ts';
import type { Enrichment } from '../domain/enrichment/enrichment.ts';
import type { ObjectType } from '../domain/portal/settings.ts';
import type { ScoreBand } from '../domain/scoring/score.ts';
import type { IsoDateTime } from '../domain/time.ts';

/** How many records of a type ended last in which way. */
export interface RecordCount {
  readonly objectType: ObjectType;
  readonly status: Exclude<Enrichment['status'], 'running'>;
  readonly records: number;
}

/** How many records score in one band of ten points; the last one, from 90, includes 100. */
export interface ScoreCount {
  readonly objectType: ObjectType;
  /** 0, 10, … 90. */
  readonly from: number;
  readonly records: number;
}

/** The best scored record of a company. */
export interface Lead {
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly companyName: string;
  /** 0–100. */
  readonly score: number;
  readonly band: ScoreBand;
  /** Its weightiest live signal on the day of the run. */
  readonly signal: string | null;
  readonly enrichedAt: IsoDateTime;
}

/** What is stored about a portal's records, in sum. */
export interface StoredOverview {
  readonly records: readonly RecordCount[];
  readonly scores: readonly ScoreCount[];
  /** At most ten, each company once: the hot ones first, the highest score first. */
  readonly leads: readonly Lead[];
  /** Records whose run is under way now. */
  readonly running: number;
  /** At most twenty, the newest first. */
  readonly bulkRuns: readonly BulkRun[];
}

/**
 * Sums over what the organisation owns. Contract: a record counts once, by its last run that was no preview and has ended;
 * scores and leads are of records whose last run completed and was not undone.
 */
export interface OverviewStore {
  read(organizationId: string): Promise<StoredOverview>;
}
