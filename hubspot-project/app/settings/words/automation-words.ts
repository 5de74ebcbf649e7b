import type { SettingsWire } from '../../../contract/settings.ts';

/** The stages that an enrichment suggests, in their order. */
export const STAGE_WORDS = ['prospect', 'lead', 'contacted', 'engaged', 'qualified'] as const;

/** Names of those, as the card has them. */
export const STAGE_LABELS = {
  prospect: 'Prospect',
  lead: 'Lead',
  contacted: 'Contacted',
  engaged: 'Engaged',
  qualified: 'Qualified',
} satisfies Record<(typeof STAGE_WORDS)[number], string>;

type OwnerRule = SettingsWire['automation']['owner']['rules'][number];

/** What an owner rule looks at. */
export const RULE_KINDS = ['territory', 'industry', 'score_band'] as const satisfies readonly OwnerRule['kind'][];

/** Names of those. */
export const KIND_LABELS = {
  territory: 'Territory',
  industry: 'Industry',
  score_band: 'Score band',
} satisfies Record<OwnerRule['kind'], string>;

/** What to type for each. */
export const KIND_HINTS = {
  territory: 'Towns, counties, countries or postcode areas, separated by commas',
  industry: 'SIC sections or codes, such as J or 62, separated by commas',
  score_band: 'hot, warm, lukewarm or cold, separated by commas',
} satisfies Record<OwnerRule['kind'], string>;
