import { JOB_PRIORITIES } from '../../domain/jobs/job-class.ts';
import { RUN_BULK_TASK } from './bulk-store.ts';

/**
 * Two common table expressions for the statement that connects an account (`$1`: its organisation): its paused bulk runs,
 * and paused undos of such, go on with the same commit. The statement has to read `woken`, or nothing of it is carried out.
 */
export const WAKE_PAUSED_RUNS = `woken AS (
    SELECT smartsync_enqueue('${RUN_BULK_TASK}', jsonb_build_object('organizationId', b.organization_id::text, 'bulkId', b.id::text),
      'bulk:' || b.id::text, now(), ${JOB_PRIORITIES.bulk}, 25)
    FROM bulk_runs b JOIN saved ON saved.organization_id = b.organization_id WHERE b.status = 'paused' OR b.undo_status = 'paused'
  )`;
