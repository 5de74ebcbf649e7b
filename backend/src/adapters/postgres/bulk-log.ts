/** What can happen to a bulk run as a whole; the log has a line for each. */
type BulkEvent = 'start' | 'stop' | 'resume' | 'complete' | 'fail' | 'undo';

const DONE = (run: string) =>
  ['enriched', 'unchanged', 'needs_review', 'no_match', 'insufficient_data', 'failed']
    .map((column) => `${run}.${column}`)
    .join(' + ');

/** In words, as the activity shows them. */
const MESSAGES: Readonly<Record<BulkEvent, (run: string) => string>> = {
  start: (run) => `'Bulk run started: ' || ${run}.total || ' ' || ${run}.object_type`,
  stop: (run) => `'Bulk run stopped after ' || (${DONE(run)}) || ' of ' || ${run}.total || ' ' || ${run}.object_type`,
  resume: (run) => `'Bulk run resumed after ' || (${DONE(run)}) || ' of ' || ${run}.total || ' ' || ${run}.object_type`,
  complete: (run) =>
    `'Bulk run completed: ' || (${DONE(run)}) || ' ' || ${run}.object_type || ', ' || ${run}.enriched || ' enriched, ' || ${run}.unchanged || ' unchanged, ' || ${run}.failed || ' failed'`,
  fail: (run) => `'Bulk run ended early: ' || COALESCE(${run}.status_reason, 'unknown')`,
  undo: (run) => `'Undo of a bulk run of ' || ${run}.total || ' ' || ${run}.object_type || ' started'`,
};

/**
 * The statement that logs what happened to a run, for use beside the statement that does it; `$1` is the organisation.
 *
 * @param run name of a set with the run's columns, of one row when it happened and of none when not
 * @param requestedBy SQL of who did it, as JSON
 */
export function logBulk(event: BulkEvent, run: string, requestedBy = `${run}.requested_by`): string {
  const types = `CASE ${run}.object_type WHEN 'contacts' THEN 'contact' WHEN 'companies' THEN 'company' ELSE 'deal' END`;
  return `INSERT INTO crm_sync_logs (organization_id, integration_id, kind, sync_type, operation, status, object_type, requested_by, message)
    SELECT $1::uuid, (SELECT i.id FROM crm_integrations i WHERE i.organization_id = $1::uuid ORDER BY i.installed_at DESC LIMIT 1),
      'bulk', ${types}, 'bulk_${event}', '${event === 'fail' ? 'failed' : 'success'}', ${run}.object_type, ${requestedBy}, ${MESSAGES[event](run)}
    FROM ${run}`;
}
