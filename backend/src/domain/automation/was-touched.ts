import { isSameValue } from '../enrichment/who-set-value.ts';

/** What people change on a task or a deal that they work with. */
export const WATCHED_PROPERTIES = {
  tasks: [
    'hs_task_subject',
    'hs_task_body',
    'hs_task_status',
    'hs_task_type',
    'hs_task_priority',
    'hs_timestamp',
    'hubspot_owner_id',
  ],
  deals: [
    'dealname',
    'pipeline',
    'dealstage',
    'description',
    'hubspot_owner_id',
    'amount',
    'closedate',
    'dealtype',
    'hs_priority',
    'hs_next_step',
    'num_notes',
    'notes_last_updated',
  ],
} as const;

/**
 * Names what differs from what we made: somebody worked with it. A property that we did not write counts once it has a
 * value; a number of activities counts from one.
 *
 * @param made values as HubSpot confirmed them when we made it
 */
export function listTouched(
  watched: readonly string[],
  made: Readonly<Record<string, string>>,
  current: Readonly<Record<string, string | null>>,
): readonly string[] {
  return watched.filter((name) => {
    const now = current[name] ?? '';
    return !isSameValue(now === '0' ? '' : now, made[name] ?? '');
  });
}
