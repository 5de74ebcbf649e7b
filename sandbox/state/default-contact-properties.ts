import {
  choice,
  type DefaultProperties,
  datetime,
  number,
  phone,
  readOnly,
  systemRows,
  text,
  textarea,
} from './default-property-row.ts';

const INFO = 'contactinformation';
const ACTIVITY = 'contact_activity';
const CONVERSION = 'conversioninformation';
const ANALYTICS = 'analyticsinformation';

/** Lifecycle stages as a new HubSpot account has them; contacts and companies share the list. */
export const LIFECYCLE_STAGES: readonly (readonly [string, string])[] = [
  ['subscriber', 'Subscriber'],
  ['lead', 'Lead'],
  ['marketingqualifiedlead', 'Marketing Qualified Lead'],
  ['salesqualifiedlead', 'Sales Qualified Lead'],
  ['opportunity', 'Opportunity'],
  ['customer', 'Customer'],
  ['evangelist', 'Evangelist'],
  ['other', 'Other'],
];

/** HubSpot's default contact properties that the product reads or may map to. */
export const CONTACT_PROPERTIES: DefaultProperties = {
  groups: {
    [INFO]: 'Contact information',
    [ACTIVITY]: 'Contact activity',
    [CONVERSION]: 'Conversion information',
    [ANALYTICS]: 'Web analytics history',
  },
  rows: [
    ...systemRows(INFO, 'lastmodifieddate'),
    { ...text('email', 'Email', INFO), unique: true },
    text('hs_additional_emails', 'Additional email addresses', INFO),
    text('firstname', 'First Name', INFO),
    text('lastname', 'Last Name', INFO),
    text('company', 'Company Name', INFO),
    text('jobtitle', 'Job Title', INFO),
    text('seniority', 'Seniority', INFO),
    text('industry', 'Industry', INFO),
    phone('phone', 'Phone Number', INFO),
    phone('mobilephone', 'Mobile Phone Number', INFO),
    text('website', 'Website URL', INFO),
    text('address', 'Street Address', INFO),
    text('city', 'City', INFO),
    text('state', 'State/Region', INFO),
    text('zip', 'Postal Code', INFO),
    text('country', 'Country/Region', INFO),
    text('numemployees', 'Number of Employees', INFO),
    text('annualrevenue', 'Annual Revenue', INFO),
    text('hs_linkedin_url', 'LinkedIn URL', INFO),
    textarea('message', 'Message', INFO),
    readOnly(text('hs_email_domain', 'Email Domain', INFO)),
    choice('lifecyclestage', 'Lifecycle Stage', INFO, LIFECYCLE_STAGES),
    choice('hs_lead_status', 'Lead Status', INFO, [
      ['NEW', 'New'],
      ['OPEN', 'Open'],
      ['IN_PROGRESS', 'In Progress'],
      ['OPEN_DEAL', 'Open Deal'],
      ['UNQUALIFIED', 'Unqualified'],
      ['ATTEMPTED_TO_CONTACT', 'Attempted to Contact'],
      ['CONNECTED', 'Connected'],
      ['BAD_TIMING', 'Bad Timing'],
    ]),
    readOnly(number('associatedcompanyid', 'Primary Associated Company ID', INFO)),
    readOnly(number('num_associated_deals', 'Number of Associated Deals', INFO)),
    readOnly(datetime('notes_last_contacted', 'Last Contacted', ACTIVITY)),
    readOnly(datetime('notes_last_updated', 'Last Activity Date', ACTIVITY)),
    readOnly(datetime('notes_next_activity_date', 'Next Activity Date', ACTIVITY)),
    readOnly(datetime('hs_last_sales_activity_timestamp', 'Last Engagement Date', ACTIVITY)),
    readOnly(number('num_contacted_notes', 'Number of times contacted', ACTIVITY)),
    readOnly(number('num_notes', 'Number of Sales Activities', ACTIVITY)),
    readOnly(datetime('hs_sales_email_last_replied', 'Recent Sales Email Replied Date', ACTIVITY)),
    readOnly(datetime('hs_sales_email_last_opened', 'Recent Sales Email Opened Date', ACTIVITY)),
    readOnly(datetime('hs_last_booked_meeting_date', 'Last Booked Meeting Date', ACTIVITY)),
    readOnly(datetime('engagements_last_meeting_booked', 'Date of last meeting booked in meetings tool', ACTIVITY)),
    readOnly(datetime('recent_conversion_date', 'Recent Conversion Date', CONVERSION)),
    readOnly(text('recent_conversion_event_name', 'Recent Conversion', CONVERSION)),
    readOnly(number('num_conversion_events', 'Number of Form Submissions', CONVERSION)),
    readOnly(number('hs_analytics_num_page_views', 'Number of Pageviews', ANALYTICS)),
    readOnly(number('hs_analytics_num_visits', 'Number of Sessions', ANALYTICS)),
    readOnly(datetime('hs_analytics_last_visit_timestamp', 'Time of Last Session', ANALYTICS)),
    readOnly(datetime('hs_analytics_last_timestamp', 'Time Last Seen', ANALYTICS)),
  ],
};
