import type { SettingsWire } from '../../../contract/settings.ts';

type SourceName = keyof SettingsWire['sources'];

/** The sources in the order in which they are shown. */
export const SOURCE_NAMES = [
  'register',
  'companiesHouse',
  'website',
  'oppspot',
  'hubspotActivity',
] as const satisfies readonly SourceName[];

/** What each source is and gives. */
export const SOURCE_SWITCHES = {
  register: {
    label: 'Company register',
    gives: 'Names, numbers, addresses, industries and filing dates of UK companies',
  },
  companiesHouse: { label: 'Companies House', gives: 'Latest filings, officers and charges, as they are published' },
  website: { label: 'The company’s website', gives: 'A few public pages; robots.txt is honoured' },
  oppspot: { label: 'oppSpot', gives: 'Funding, hiring, contracts and news that oppSpot knows' },
  hubspotActivity: { label: 'Your HubSpot activity', gives: 'When your team and the company were last in contact' },
} satisfies Record<SourceName, { label: string; gives: string }>;

type Sync = SettingsWire['sync'];

/** Which way data flows. */
export const DIRECTIONS = ['to_crm', 'from_crm', 'bidirectional'] as const satisfies readonly Sync['direction'][];

/** Names of those. */
export const DIRECTION_LABELS = {
  to_crm: 'From oppSpot to HubSpot',
  from_crm: 'From HubSpot to oppSpot',
  bidirectional: 'Both ways',
} satisfies Record<Sync['direction'], string>;

/** How often. */
export const FREQUENCIES = ['realtime', 'hourly', 'daily', 'manual'] as const satisfies readonly Sync['frequency'][];

/** Names of those. */
export const FREQUENCY_LABELS = {
  realtime: 'At once',
  hourly: 'Every hour',
  daily: 'Every day',
  manual: 'Only when asked',
} satisfies Record<Sync['frequency'], string>;
