import type { Enrichment } from '../domain/enrichment/enrichment.ts';
import type { IsoDateTime } from '../domain/time.ts';

/** One line of what was done, with what a person looks for in it. */
export interface HistoryItem {
  readonly id: string;
  readonly at: IsoDateTime;
  /** `enrichment`, `sync`, `undo`, `settings`, `install` and the like. */
  readonly kind: string;
  readonly operation: string;
  readonly status: 'success' | 'failed' | 'pending';
  readonly objectType: string | null;
  readonly objectId: string | null;
  readonly enrichmentId: string | null;
  readonly enrichmentStatus: Enrichment['status'] | null;
  readonly requestedBy: { readonly kind: string; readonly via?: string } | null;
  /** Name and number of the matched company; null when none was accepted. */
  readonly company: { readonly name: string; readonly companyNumber: string } | null;
  /** 0–100; null when unknown. */
  readonly score: number | null;
  readonly written: readonly string[];
  readonly kept: readonly string[];
  readonly message: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly retryCount: number;
  readonly durationMs: number | null;
}

/** Which lines. */
export interface ListHistoryInput {
  readonly tenantId: string;
  readonly cursor: string | null;
  /** 1–100. */
  readonly limit: number;
  readonly status: HistoryItem['status'] | null;
  readonly kind: string | null;
  readonly objectType: string | null;
  /** Part of a company's name, message or error, or a whole record id or company number; null: all. */
  readonly search: string | null;
}

/**
 * The history of a portal, newest first, as the dashboard shows it.
 *
 * Contract for implementers: `cursor` is opaque and holds for the same filters; null `nextCursor` is the end; letter case
 * does not matter in a search, and its characters mean themselves.
 */
export interface SyncHistory {
  list(
    input: ListHistoryInput,
  ): Promise<{ readonly items: readonly HistoryItem[]; readonly nextCursor: string | null }>;
}
