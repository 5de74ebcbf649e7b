import type { SignalStrength } from '../signals/signal.ts';
import type { IsoDate } from '../time.ts';

/** What the oppSpot API knows about one company, in our words. `null`: not known there. */
export interface OppspotCompany {
  readonly id: string;
  readonly name: string;
  /** In the register's form. */
  readonly companyNumber: string | null;
  /** Registrable domains, lower case. */
  readonly domains: readonly string[];
  /** Its page at oppSpot. */
  readonly url: string | null;
  readonly financials: OppspotFinancials | null;
  /** Only the kinds that the score knows (`OPPSPOT_KINDS`). */
  readonly signals: readonly OppspotSignal[];
}

/** Figures of one set of accounts. */
export interface OppspotFinancials {
  /** End of the period, or the day of the count. */
  readonly asOf: IsoDate;
  readonly turnoverGbp: number | null;
  readonly netAssetsGbp: number | null;
  readonly employees: number | null;
  readonly document: OppspotDocument;
}

/** The kinds of events that only oppSpot tells of, by oppSpot's own names. */
export const OPPSPOT_KINDS = [
  'funding_round',
  'merger_acquisition',
  'partnership',
  'product_launch',
  'technology_adoption',
  'regulatory_change',
] as const;

/** One of these kinds. */
export type OppspotKind = (typeof OPPSPOT_KINDS)[number];

/** One event, as strong and as certain as oppSpot says. */
export interface OppspotSignal {
  readonly id: string;
  readonly kind: OppspotKind;
  readonly headline: string;
  readonly strength: SignalStrength;
  /** 0–1. */
  readonly confidence: number;
  /** Day of the event, not of its discovery. */
  readonly occurredOn: IsoDate;
  /** At least one. */
  readonly documents: readonly OppspotDocument[];
  /** Transaction id of the document at Companies House that records the event; null when none is known. */
  readonly filingId: string | null;
}

/** Where it can be read. */
export interface OppspotDocument {
  readonly title: string;
  /** http or https. */
  readonly url: string;
}
