import {
  choice,
  type DefaultProperties,
  datetime,
  number,
  readOnly,
  systemRows,
  text,
  textarea,
} from './default-property-row.ts';

const INFO = 'dealinformation';
const ACTIVITY = 'deal_activity';

/** HubSpot's default deal properties that the product reads or may map to. */
export const DEAL_PROPERTIES: DefaultProperties = {
  groups: { [INFO]: 'Deal information', [ACTIVITY]: 'Deal activity' },
  rows: [
    ...systemRows(INFO, 'hs_lastmodifieddate'),
    text('dealname', 'Deal Name', INFO),
    {
      name: 'pipeline',
      label: 'Pipeline',
      type: 'enumeration',
      fieldType: 'select',
      group: INFO,
      optionsFrom: 'pipelines',
    },
    {
      name: 'dealstage',
      label: 'Deal Stage',
      type: 'enumeration',
      fieldType: 'radio',
      group: INFO,
      optionsFrom: 'stages',
    },
    number('amount', 'Amount', INFO),
    datetime('closedate', 'Close Date', INFO),
    textarea('description', 'Deal Description', INFO),
    choice('dealtype', 'Deal Type', INFO, [
      ['newbusiness', 'New Business'],
      ['existingbusiness', 'Existing Business'],
    ]),
    choice('hs_priority', 'Priority', INFO, [
      ['low', 'Low'],
      ['medium', 'Medium'],
      ['high', 'High'],
    ]),
    text('hs_next_step', 'Next step', INFO),
    readOnly(number('num_associated_contacts', 'Number of Associated Contacts', INFO)),
    readOnly(datetime('notes_last_contacted', 'Last Contacted', ACTIVITY)),
    readOnly(datetime('notes_last_updated', 'Last Activity Date', ACTIVITY)),
    readOnly(datetime('notes_next_activity_date', 'Next Activity Date', ACTIVITY)),
    readOnly(datetime('hs_last_sales_activity_timestamp', 'Last Engagement Date', ACTIVITY)),
    readOnly(number('num_contacted_notes', 'Number of times contacted', ACTIVITY)),
    readOnly(number('num_notes', 'Number of Sales Activities', ACTIVITY)),
    readOnly(datetime('hs_sales_email_last_replied', 'Recent Sales Email Replied Date', ACTIVITY)),
    readOnly(datetime('engagements_last_meeting_booked', 'Date of last meeting booked in meetings tool', ACTIVITY)),
  ],
};
