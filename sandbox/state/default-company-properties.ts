import { LIFECYCLE_STAGES } from './default-contact-properties.ts';
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
import { HUBSPOT_INDUSTRIES } from './hubspot-industries.ts';

const INFO = 'companyinformation';
const ACTIVITY = 'company_activity';
const ANALYTICS = 'analyticsinformation';

/** HubSpot's default company properties that the product reads or may map to. */
export const COMPANY_PROPERTIES: DefaultProperties = {
  groups: { [INFO]: 'Company information', [ACTIVITY]: 'Company activity', [ANALYTICS]: 'Web analytics history' },
  rows: [
    ...systemRows(INFO, 'hs_lastmodifieddate'),
    text('name', 'Company name', INFO),
    text('domain', 'Company Domain Name', INFO),
    text('hs_additional_domains', 'Additional Domains', INFO),
    text('website', 'Website URL', INFO),
    choice('industry', 'Industry', INFO, HUBSPOT_INDUSTRIES),
    phone('phone', 'Phone Number', INFO),
    text('address', 'Street Address', INFO),
    text('address2', 'Street Address 2', INFO),
    text('city', 'City', INFO),
    text('state', 'State/Region', INFO),
    text('zip', 'Postal Code', INFO),
    text('country', 'Country/Region', INFO),
    number('numberofemployees', 'Number of Employees', INFO),
    number('annualrevenue', 'Annual Revenue', INFO),
    text('founded_year', 'Year Founded', INFO),
    textarea('description', 'Description', INFO),
    textarea('about_us', 'About Us', INFO),
    text('linkedin_company_page', 'LinkedIn Company Page', INFO),
    choice('type', 'Type', INFO, [
      ['PROSPECT', 'Prospect'],
      ['PARTNER', 'Partner'],
      ['RESELLER', 'Reseller'],
      ['VENDOR', 'Vendor'],
      ['OTHER', 'Other'],
    ]),
    choice('lifecyclestage', 'Lifecycle Stage', INFO, LIFECYCLE_STAGES),
    readOnly(number('num_associated_contacts', 'Number of Associated Contacts', INFO)),
    readOnly(number('num_associated_deals', 'Number of Associated Deals', INFO)),
    readOnly(number('hs_num_open_deals', 'Number of open deals', INFO)),
    readOnly(datetime('notes_last_contacted', 'Last Contacted', ACTIVITY)),
    readOnly(datetime('notes_last_updated', 'Last Activity Date', ACTIVITY)),
    readOnly(datetime('notes_next_activity_date', 'Next Activity Date', ACTIVITY)),
    readOnly(datetime('hs_last_sales_activity_timestamp', 'Last Engagement Date', ACTIVITY)),
    readOnly(number('num_contacted_notes', 'Number of times contacted', ACTIVITY)),
    readOnly(number('num_notes', 'Number of Sales Activities', ACTIVITY)),
    readOnly(datetime('hs_sales_email_last_replied', 'Recent Sales Email Replied Date', ACTIVITY)),
    readOnly(datetime('hs_last_booked_meeting_date', 'Last Booked Meeting Date', ACTIVITY)),
    readOnly(datetime('engagements_last_meeting_booked', 'Date of last meeting booked in meetings tool', ACTIVITY)),
    readOnly(datetime('recent_conversion_date', 'Recent Conversion Date', ANALYTICS)),
    readOnly(number('num_conversion_events', 'Number of Form Submissions', ANALYTICS)),
    readOnly(number('hs_analytics_num_page_views', 'Number of Pageviews', ANALYTICS)),
    readOnly(number('hs_analytics_num_visits', 'Number of Sessions', ANALYTICS)),
    readOnly(datetime('hs_analytics_last_visit_timestamp', 'Time of Last Session', ANALYTICS)),
    readOnly(datetime('hs_analytics_last_timestamp', 'Time Last Seen', ANALYTICS)),
  ],
};
