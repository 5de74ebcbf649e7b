import type { MappingSourceName } from '../../../contract/administration.ts';
import type { SettingsWire } from '../../../contract/settings.ts';

type FieldMapping = SettingsWire['fields']['companies'][number];

/** What a field can be filled with. */
export const SOURCE_LABELS = {
  summary: 'Summary',
  score: 'Score',
  'score.financial': 'Score: financial strength',
  'score.growth': 'Score: growth',
  'score.engagement': 'Score: engagement',
  'score.fit': 'Score: fit',
  coverage: 'Score coverage',
  signals: 'Signals',
  nextActions: 'Next actions',
  dealStage: 'Suggested deal stage',
  companyNumber: 'Company number',
  companyName: 'Company name',
  companyStatus: 'Company status',
  sicCodes: 'SIC codes',
  industry: 'Industry',
  incorporatedOn: 'Incorporated on',
  address: 'Address',
  postcode: 'Postcode',
  town: 'Town',
  website: 'Website',
  employees: 'Employees',
  turnover: 'Turnover',
  matchConfidence: 'Match confidence',
} satisfies Record<MappingSourceName, string>;

/** When a field is written. */
export const POLICY_LABELS = {
  fill_empty: 'Only when empty',
  overwrite: 'Kept up to date',
  never: 'Never',
} satisfies Record<FieldMapping['policy'], string>;

/** What a named transform makes of a value. */
export const TRANSFORM_LABELS = {
  uppercase: 'In capitals',
  lowercase: 'In small letters',
  title_case: 'Each Word Capitalised',
  trim: 'Short text (255 characters)',
  first_item: 'First item only',
  join: 'All in one line',
  split: 'As separate choices',
  one_line: 'In one line',
  round: 'Whole number',
  percent: 'As percent',
  band: 'As hot, warm, lukewarm or cold',
  currency: 'As an amount in pounds',
  date: 'As a day',
  year: 'Year only',
  industry: 'As HubSpot’s industry',
  country: 'Country only',
  phone: 'As a telephone number',
} as const;

type TransformName = keyof typeof TRANSFORM_LABELS;

const TEXT: readonly TransformName[] = ['title_case', 'uppercase', 'lowercase', 'trim'];
const LIST: readonly TransformName[] = ['first_item', 'join', 'split', 'trim'];
const SCORE: readonly TransformName[] = ['round', 'band'];

const USEFUL: Readonly<Record<MappingSourceName, readonly TransformName[]>> = {
  summary: ['one_line', 'trim'],
  score: SCORE,
  'score.financial': SCORE,
  'score.growth': SCORE,
  'score.engagement': SCORE,
  'score.fit': SCORE,
  coverage: ['percent', 'round'],
  signals: LIST,
  nextActions: LIST,
  dealStage: ['title_case', 'uppercase'],
  companyNumber: [],
  companyName: TEXT,
  companyStatus: TEXT,
  sicCodes: [...LIST, 'industry'],
  industry: TEXT,
  incorporatedOn: ['date', 'year'],
  address: ['one_line', 'country', 'trim'],
  postcode: ['uppercase', 'lowercase'],
  town: TEXT,
  website: ['lowercase', 'trim'],
  employees: ['round'],
  turnover: ['currency', 'round'],
  matchConfidence: ['percent', 'round'],
};

/** Label of a transform; a name that this page does not know keeps it. */
export const transformLabel = (name: string): string =>
  Object.entries(TRANSFORM_LABELS).find(([known]) => known === name)?.[1] ?? name;

/** Transforms that make sense for a source, and the one that is set even if it is none of them. */
export function usefulTransforms(source: MappingSourceName, current: string | null): readonly string[] {
  const useful: readonly string[] = USEFUL[source];
  return current === null || useful.includes(current) ? useful : [...useful, current];
}
