import { instantDaysAgo } from './demo-day.ts';

/** How much a record has had to do with us; each stands for one believable set of HubSpot's activity values. */
export type Activity = 'keen' | 'active' | 'fading' | 'curious';

interface ActivityFacts {
  readonly contacted?: number;
  readonly replied?: number;
  readonly meeting?: number;
  readonly form?: number;
  readonly views?: number;
}

/** Days ago, but `views`, which counts pages. */
const ACTIVITIES: Readonly<Record<Activity, ActivityFacts>> = {
  keen: { contacted: 2, replied: 5, meeting: 12, form: 20, views: 14 },
  active: { contacted: 18, replied: 31, form: 150, views: 6 },
  fading: { contacted: 76, replied: 140, form: 300, views: 3 },
  curious: { views: 1 },
};

/** Activity of contacts and companies, as HubSpot itself would have written it. */
export function describeActivity(today: Date, activity: Activity | undefined): Record<string, string> {
  if (activity === undefined) return {};
  const { form, views } = ACTIVITIES[activity];
  return {
    ...describeDealActivity(today, activity),
    ...dated('recent_conversion_date', today, form),
    ...dated('hs_analytics_last_visit_timestamp', today, views === undefined ? undefined : 4),
    ...(views === undefined ? {} : { hs_analytics_num_page_views: String(views) }),
  };
}

/** Activity of deals: HubSpot keeps neither forms nor page views on them. */
export function describeDealActivity(today: Date, activity: Activity | undefined): Record<string, string> {
  if (activity === undefined) return {};
  const { contacted, replied, meeting } = ACTIVITIES[activity];
  return {
    ...dated('notes_last_contacted', today, contacted),
    ...dated('hs_last_sales_activity_timestamp', today, contacted),
    ...dated('hs_sales_email_last_replied', today, replied),
    ...dated('engagements_last_meeting_booked', today, meeting),
  };
}

function dated(name: string, today: Date, daysAgo: number | undefined): Record<string, string> {
  return daysAgo === undefined ? {} : { [name]: instantDaysAgo(today, daysAgo) };
}
