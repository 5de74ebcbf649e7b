/** What the local oppSpot holds about one company: the body of `GET /companies/{id}` (docs/oppspot-api.md). */
export interface OppspotCompanyBody {
  readonly id: string;
  readonly name: string;
  readonly company_number: string | null;
  readonly domains: readonly string[];
  readonly url: string | null;
  readonly financials: OppspotFinancialsBody | null;
  readonly signals: readonly OppspotSignalBody[];
}

interface OppspotFinancialsBody {
  /** `YYYY-MM-DD`. */
  readonly as_of: string;
  readonly turnover_gbp: number | null;
  readonly net_assets_gbp: number | null;
  readonly employees: number | null;
  readonly document: OppspotDocumentBody;
}

/** One event. */
export interface OppspotSignalBody {
  readonly id: string;
  readonly signal_type: string;
  readonly headline: string;
  readonly signal_strength: 'very_strong' | 'strong' | 'moderate' | 'weak';
  /** 0–1. */
  readonly confidence_score: number;
  /** `YYYY-MM-DD`. */
  readonly signal_date: string;
  readonly documents: readonly OppspotDocumentBody[];
  readonly filing_transaction_id: string | null;
}

interface OppspotDocumentBody {
  readonly title: string;
  readonly url: string;
}
