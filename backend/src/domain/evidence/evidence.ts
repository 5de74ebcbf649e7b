import type { IsoDateTime } from '../time.ts';

/** Where evidence comes from; the names are those of the wire contract. */
export type SourceName = 'register' | 'companies_house' | 'website' | 'oppspot' | 'hubspot';

/** Longest snippet: what a person reads at a glance and a model for little. */
export const SNIPPET_CHARACTERS = 500;

/** One citable thing that a source told us. */
export interface Evidence {
  /** Short id, unique within one enrichment: `e1`, `e2`, … */
  readonly id: string;
  readonly source: SourceName;
  /** Public page where a person can check it; null when there is none. */
  readonly url: string | null;
  readonly title: string;
  /** When we got it. Never the date of a fact or a signal. */
  readonly fetchedAt: IsoDateTime;
  /** The words that support the facts, at most `SNIPPET_CHARACTERS`. */
  readonly snippet: string;
}

/** How one source did in one run. `failed` never means that the fact does not exist. */
export interface SourceOutcome {
  readonly name: SourceName;
  readonly status: 'used' | 'cached' | 'skipped' | 'failed';
  /** Why it was skipped or failed, or how old the data is; null when there is nothing to say. */
  readonly reason: string | null;
  /** Milliseconds it took. */
  readonly ms: number;
}
