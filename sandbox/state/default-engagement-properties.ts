import { choice, type DefaultProperties, datetime, systemRows, text, textarea } from './default-property-row.ts';

const TASK = 'task';
const NOTE = 'note';

/** HubSpot's default task properties. */
export const TASK_PROPERTIES: DefaultProperties = {
  groups: { [TASK]: 'Task information' },
  rows: [
    ...systemRows(TASK, 'hs_lastmodifieddate', 'hs_createdate'),
    datetime('hs_timestamp', 'Due date', TASK),
    text('hs_task_subject', 'Task Title', TASK),
    textarea('hs_task_body', 'Task Notes', TASK),
    choice('hs_task_status', 'Task Status', TASK, [
      ['NOT_STARTED', 'Not started'],
      ['IN_PROGRESS', 'In progress'],
      ['WAITING', 'Waiting'],
      ['DEFERRED', 'Deferred'],
      ['COMPLETED', 'Completed'],
    ]),
    choice('hs_task_priority', 'Priority', TASK, [
      ['NONE', 'None'],
      ['LOW', 'Low'],
      ['MEDIUM', 'Medium'],
      ['HIGH', 'High'],
    ]),
    choice('hs_task_type', 'Task Type', TASK, [
      ['TODO', 'To-do'],
      ['CALL', 'Call'],
      ['EMAIL', 'Email'],
    ]),
    text('hs_task_reminders', 'Reminders', TASK),
  ],
};

/** HubSpot's default note properties. */
export const NOTE_PROPERTIES: DefaultProperties = {
  groups: { [NOTE]: 'Note information' },
  rows: [
    ...systemRows(NOTE, 'hs_lastmodifieddate', 'hs_createdate'),
    datetime('hs_timestamp', 'Activity date', NOTE),
    textarea('hs_note_body', 'Note body', NOTE),
    text('hs_attachment_ids', 'Attached file IDs', NOTE),
  ],
};
