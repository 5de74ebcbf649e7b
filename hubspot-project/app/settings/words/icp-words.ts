import type { SettingsWire } from '../../../contract/settings.ts';

/** One criterion of the ideal customer. */
export type Criterion = SettingsWire['icp']['criteria'][number];

/** What a criterion can ask about, in the order in which it is offered. */
export const CRITERION_FIELDS = [
  'industry',
  'size',
  'place',
  'age',
  'technology',
] as const satisfies readonly Criterion['field'][];

/** Names of those. */
export const FIELD_LABELS = {
  industry: 'Industry',
  size: 'Size',
  place: 'Place',
  age: 'Age',
  technology: 'Technology',
} satisfies Record<Criterion['field'], string>;

/** How strictly a criterion counts. */
export const RULES = ['must', 'should', 'must_not'] as const satisfies readonly Criterion['rule'][];

/** Names of those. */
export const RULE_LABELS = {
  must: 'Must be',
  should: 'Should be',
  must_not: 'Must not be',
} satisfies Record<Criterion['rule'], string>;

/** Sizes by the accounts that a company files (thresholds of the Companies Act 2006). */
export const SIZES = [
  { value: 'micro', label: 'Micro' },
  { value: 'small', label: 'Small' },
  { value: 'medium', label: 'Medium' },
  { value: 'large', label: 'Large' },
] as const;

/** Sections of the UK Standard Industrial Classification 2007 (Office for National Statistics). */
export const SIC_SECTIONS = [
  { value: 'A', label: 'Agriculture, forestry and fishing' },
  { value: 'B', label: 'Mining and quarrying' },
  { value: 'C', label: 'Manufacturing' },
  { value: 'D', label: 'Electricity, gas, steam and air conditioning' },
  { value: 'E', label: 'Water supply, sewerage and waste' },
  { value: 'F', label: 'Construction' },
  { value: 'G', label: 'Wholesale and retail trade' },
  { value: 'H', label: 'Transportation and storage' },
  { value: 'I', label: 'Accommodation and food service' },
  { value: 'J', label: 'Information and communication' },
  { value: 'K', label: 'Financial and insurance activities' },
  { value: 'L', label: 'Real estate activities' },
  { value: 'M', label: 'Professional, scientific and technical' },
  { value: 'N', label: 'Administrative and support services' },
  { value: 'O', label: 'Public administration and defence' },
  { value: 'P', label: 'Education' },
  { value: 'Q', label: 'Human health and social work' },
  { value: 'R', label: 'Arts, entertainment and recreation' },
  { value: 'S', label: 'Other service activities' },
  { value: 'T', label: 'Households as employers' },
  { value: 'U', label: 'Extraterritorial organisations' },
] as const;
