import type { Known } from '../company/company-facts.ts';
import type { RecordValues } from '../company/identify-company.ts';
import { dayInWords, dayOf, daysBetween } from '../days.ts';
import type { ObjectType } from '../portal/settings.ts';
import type { IsoDate, IsoDateTime } from '../time.ts';
import type { EngagementAnswer } from './merge-source-answers.ts';

/** What is read of a record to see our contact with it. */
export interface DescribeEngagementInput {
  readonly objectType: ObjectType;
  /** null: no value; absent: the account lacks the property. */
  readonly properties: RecordValues;
  readonly asOf: IsoDate;
  /** When the record was read; dates the evidence, nothing else. */
  readonly fetchedAt: IsoDateTime;
  /** The record in HubSpot; null when its address is not known. */
  readonly recordUrl: string | null;
}

const ACTIVITY = [
  'notes_last_contacted',
  'hs_last_sales_activity_timestamp',
  'hs_sales_email_last_replied',
  'engagements_last_meeting_booked',
] as const;
const PAGE_VIEWS = 'hs_analytics_num_page_views';
const MARKETING = ['hs_last_booked_meeting_date', 'recent_conversion_date', PAGE_VIEWS] as const;

/** HubSpot's default properties that tell of contact, per object type. A contact has no count of open deals. */
export const ENGAGEMENT_PROPERTIES: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: [...ACTIVITY, ...MARKETING],
  companies: [...ACTIVITY, ...MARKETING, 'hs_num_open_deals'],
  deals: ACTIVITY,
};

const EVIDENCE_ID = 'activity';
const MEETING_DAYS = 90;

/**
 * Turns HubSpot's default properties into engagement facts with evidence.
 *
 * A property that the account lacks gives no fact; an empty one says "none". The score decides that the whole part is
 * unknown while nothing was ever recorded.
 */
export function describeEngagement(input: DescribeEngagementInput): EngagementAnswer {
  const { properties, asOf } = input;
  const known = <T>(value: T): Known<T> => ({ value, observedOn: asOf, evidence: [EVIDENCE_ID] });
  const contacted =
    dateOf(properties, 'notes_last_contacted') ?? dateOf(properties, 'hs_last_sales_activity_timestamp');
  const replied = dateOf(properties, 'hs_sales_email_last_replied');
  const converted = dateOf(properties, 'recent_conversion_date');
  const meetings = meetingsOf(properties, asOf);
  const openDeals = countOf(properties, 'hs_num_open_deals');
  const views = countOf(properties, PAGE_VIEWS);
  const facts = {
    ...(contacted && { lastContactedAt: known(contacted.at) }),
    ...(meetings !== undefined && { meetingsWithin90Days: known(meetings) }),
    ...(replied && { lastEmailReplyAt: known(replied.at) }),
    ...(converted && { lastFormSubmittedAt: known(converted.at) }),
    ...(openDeals !== undefined && { hasOpenDeal: known(openDeals > 0) }),
    ...(views !== undefined && { pageViews: known(views) }),
    ...(hasEngagedEver(properties) && { engagedEver: known(true as const) }),
  };
  return { facts, evidence: Object.keys(facts).length === 0 ? [] : [evidenceOf(input)] };
}

/** undefined: the account lacks the property, or its value is no date; `at` null: empty. */
function dateOf(properties: RecordValues, name: string): { readonly at: IsoDateTime | null } | undefined {
  const value = properties[name];
  if (value === undefined) return undefined;
  if (value === null || value === '') return { at: null };
  const milliseconds = /^\d+$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isNaN(new Date(milliseconds).getTime()) ? undefined : { at: new Date(milliseconds).toISOString() };
}

function countOf(properties: RecordValues, name: string): number | undefined {
  const value = properties[name];
  if (value === undefined) return undefined;
  const count = Number(value ?? 0);
  return Number.isFinite(count) ? count : undefined;
}

/** Any date of contact, however old: a meeting of last year earns no points, but shows that the record is in touch. */
function hasEngagedEver(properties: RecordValues): boolean {
  const dates = [...ACTIVITY, ...MARKETING].filter((name) => name !== PAGE_VIEWS);
  return dates.some((name) => dateOf(properties, name)?.at) || (countOf(properties, PAGE_VIEWS) ?? 0) > 0;
}

/** The two dates may be of one meeting, so together they prove one, not two. */
function meetingsOf(properties: RecordValues, asOf: IsoDate): number | undefined {
  const names = ['engagements_last_meeting_booked', 'hs_last_booked_meeting_date'];
  const dates = names.flatMap((name) => dateOf(properties, name) ?? []);
  if (dates.length === 0) return undefined;
  return dates.some(({ at }) => at !== null && Math.abs(daysBetween(at, asOf)) <= MEETING_DAYS) ? 1 : 0;
}

function evidenceOf({ objectType, properties, fetchedAt, recordUrl }: DescribeEngagementInput) {
  const lines = ENGAGEMENT_PROPERTIES[objectType].flatMap((name) => {
    const value = properties[name];
    if (value === undefined) return [];
    const date = /_num_/.test(name) ? undefined : dateOf(properties, name)?.at;
    return [`${name}: ${date ? dayInWords(dayOf(date)) : value || 'none'}`];
  });
  return {
    id: EVIDENCE_ID,
    source: 'hubspot' as const,
    url: recordUrl,
    title: 'HubSpot: activity on this record',
    fetchedAt,
    snippet: lines.join('; ').slice(0, 500),
  };
}
