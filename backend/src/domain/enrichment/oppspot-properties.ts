import type { MappingSource } from '../portal/settings.ts';

/** Name of our property group in HubSpot. */
export const OPPSPOT_GROUP_NAME = 'oppspot';

/** Label of that group as people see it. */
export const OPPSPOT_GROUP_LABEL = 'oppSpot SmartSync';

/** A property of ours, as it is created on contacts, companies and deals. */
export interface OppspotProperty {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly type: 'string' | 'number' | 'enumeration' | 'datetime';
  readonly fieldType: 'text' | 'textarea' | 'number' | 'select' | 'date';
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** What a field mapping reads to fill it; null for status and date, which every run that says something writes. */
  readonly source: MappingSource | null;
}

/** The property that tells how the last run ended. */
export const STATUS_PROPERTY = 'oppspot_enrichment_status';

/** The property that tells when values were last written. */
export const ENRICHED_AT_PROPERTY = 'oppspot_last_enriched_at';

/** The property that holds the register number of the matched company. */
export const COMPANY_NUMBER_PROPERTY = 'oppspot_company_number';

const DEAL_STAGES = [
  { value: 'prospect', label: 'Prospect' },
  { value: 'lead', label: 'Lead' },
  { value: 'contacted', label: 'Contacted' },
  { value: 'engaged', label: 'Engaged' },
  { value: 'qualified', label: 'Qualified' },
];

const STATUSES = [
  { value: 'enriched', label: 'Enriched' },
  { value: 'needs_review', label: 'Needs review' },
  { value: 'no_match', label: 'No match' },
  { value: 'insufficient_data', label: 'Insufficient data' },
  { value: 'failed', label: 'Failed' },
];

/** Our properties, in the order of the wire contract §3. */
export const OPPSPOT_PROPERTIES: readonly OppspotProperty[] = [
  longText('oppspot_summary', 'oppSpot summary', 'Two or three sentences about the company, with evidence.', 'summary'),
  number('oppspot_score', 'oppSpot score', 'Lead score, 0 to 100.', 'score'),
  longText('oppspot_signals', 'oppSpot buying signals', 'Up to five live signals, separated by commas.', 'signals'),
  longText('oppspot_next_actions', 'oppSpot next actions', 'Up to five things to do next, one a line.', 'nextActions'),
  select('oppspot_deal_stage', 'oppSpot deal stage', 'Suggested deal stage.', DEAL_STAGES, 'dealStage'),
  number('oppspot_score_financial', 'oppSpot financial score', 'Financial part, 0 to 100.', 'score.financial'),
  number('oppspot_score_growth', 'oppSpot growth score', 'Growth part, 0 to 100.', 'score.growth'),
  number('oppspot_score_engagement', 'oppSpot engagement score', 'Engagement part, 0 to 100.', 'score.engagement'),
  number('oppspot_score_fit', 'oppSpot fit score', 'Fit with the ideal customer profile, 0 to 100.', 'score.fit'),
  {
    name: COMPANY_NUMBER_PROPERTY,
    label: 'oppSpot company number',
    description: 'Register number of the matched company.',
    type: 'string',
    fieldType: 'text',
    options: [],
    source: 'companyNumber',
  },
  number('oppspot_match_confidence', 'oppSpot match confidence', 'How sure the match is, 0 to 1.', 'matchConfidence'),
  number('oppspot_score_coverage', 'oppSpot score coverage', 'How much of the score is known, 0 to 1.', 'coverage'),
  select(STATUS_PROPERTY, 'oppSpot enrichment status', 'How the last enrichment ended.', STATUSES, null),
  {
    name: ENRICHED_AT_PROPERTY,
    label: 'oppSpot last enriched',
    description: 'When oppSpot last wrote values to this record.',
    type: 'datetime',
    fieldType: 'date',
    options: [],
    source: null,
  },
];

function number(name: string, label: string, description: string, source: MappingSource): OppspotProperty {
  return { name, label, description, type: 'number', fieldType: 'number', options: [], source };
}

function longText(name: string, label: string, description: string, source: MappingSource): OppspotProperty {
  return { name, label, description, type: 'string', fieldType: 'textarea', options: [], source };
}

function select(
  name: string,
  label: string,
  description: string,
  options: OppspotProperty['options'],
  source: MappingSource | null,
): OppspotProperty {
  return { name, label, description, type: 'enumeration', fieldType: 'select', options, source };
}
