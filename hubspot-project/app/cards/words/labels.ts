import type { EnrichmentWire } from '../../../contract/enrichment.ts';

type Evidence = EnrichmentWire['evidence'][number];
type Score = NonNullable<EnrichmentWire['score']>;
type Signal = EnrichmentWire['signals'][number];

/** Names of the score's parts. */
export const PART_LABELS = {
  financial: 'Financial strength',
  growth: 'Growth',
  engagement: 'Engagement with you',
  fit: 'Fit with your ideal customer',
} satisfies Record<keyof Score['parts'], string>;

/** Why a part may be unknown, and what would change that. */
export const PART_UNKNOWN = {
  financial: 'No source has told us about its accounts yet.',
  growth: 'No source has told us about its growth yet.',
  engagement: 'HubSpot shows no contact with this record yet.',
  fit: 'No source has told us what your ideal customer profile asks about.',
} satisfies Record<keyof Score['parts'], string>;

/** Why fit is unknown in an account that never said what it looks for. */
export const NO_ICP =
  'Your account has not described its ideal customer yet. An admin does it under Settings → Integrations → Connected apps → oppSpot SmartSync.';

/** Names of bands. */
export const BAND_LABELS = {
  hot: 'Hot',
  warm: 'Warm',
  lukewarm: 'Lukewarm',
  cold: 'Cold',
} satisfies Record<NonNullable<Score['band']>, string>;

/** Names of strengths. */
export const STRENGTH_LABELS = {
  very_strong: 'Very strong',
  strong: 'Strong',
  moderate: 'Moderate',
  weak: 'Weak',
} satisfies Record<Signal['strength'], string>;

/** Names of deal stages, as in the property's options. */
export const STAGE_LABELS = {
  prospect: 'Prospect',
  lead: 'Lead',
  contacted: 'Contacted',
  engaged: 'Engaged',
  qualified: 'Qualified',
} satisfies Record<NonNullable<EnrichmentWire['dealStage']>, string>;

const SOURCE_LABELS: Record<Evidence['source'], string> = {
  register: 'Company register',
  companies_house: 'Companies House',
  website: 'Company website',
  oppspot: 'oppSpot',
  hubspot: 'HubSpot',
};

/** Name of a source; one that this card does not know yet keeps its own name. */
export const sourceLabel = (name: string): string =>
  Object.entries(SOURCE_LABELS).find(([known]) => known === name)?.[1] ?? humanise(name);

const PROPERTY_LABELS: Readonly<Record<string, string>> = {
  oppspot_summary: 'Summary',
  oppspot_score: 'Score',
  oppspot_signals: 'Signals',
  oppspot_next_actions: 'Next actions',
  oppspot_deal_stage: 'Suggested deal stage',
  oppspot_score_financial: 'Score: financial strength',
  oppspot_score_growth: 'Score: growth',
  oppspot_score_engagement: 'Score: engagement',
  oppspot_score_fit: 'Score: fit',
  oppspot_company_number: 'Company number',
  oppspot_match_confidence: 'Match confidence',
  oppspot_score_coverage: 'Score coverage',
  oppspot_enrichment_status: 'Enrichment status',
  oppspot_last_enriched_at: 'Last enriched',
};

/** Label of a property; the account's own properties keep their internal name, which the admin knows. */
export const propertyLabel = (name: string): string => PROPERTY_LABELS[name] ?? name;

/** `proposal_to_strike_off` → "Proposal to strike off". */
export function humanise(code: string): string {
  const words = code.replace(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
