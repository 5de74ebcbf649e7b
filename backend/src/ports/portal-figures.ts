import type { BulkRun } from '../domain/bulk/bulk-run.ts';
import type { EnrichmentStatus } from '../domain/enrichment/enrichment.ts';
import type { IsoDate } from '../domain/time.ts';
import type { ModelUse } from './model-usage-store.ts';

/** What was done and used on one day (UTC). */
export interface DayOfWork {
  readonly day: IsoDate;
  readonly models: readonly ModelUse[];
  readonly runs: Readonly<Partial<Record<EnrichmentStatus, number>>>;
  readonly hubspotCalls: number;
}

/** Marks that change when something that the dashboard shows has changed. */
export interface PortalPulse {
  readonly connections: string;
  readonly history: string;
  readonly bulk: string;
}

/**
 * Figures of a portal over time, its bulk runs, and what tells that something changed.
 *
 * Contract for implementers: `listDays` answers one entry for each of the last `days` days, the oldest first, zeros
 * included; `listBulkRuns` the newest first; `readPulse` is one cheap statement, because it is asked every few seconds.
 */
export interface PortalFigures {
  listDays(tenantId: string, days: number): Promise<readonly DayOfWork[]>;
  listBulkRuns(tenantId: string, limit: number): Promise<readonly BulkRun[]>;
  readPulse(tenantId: string): Promise<PortalPulse>;
}
