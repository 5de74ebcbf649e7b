import type { WriteSnapshots } from '../../ports/write-snapshots.ts';
import type { Database } from './make-database.ts';

// In one order everywhere, so that two processes never wait for each other. A record without a run was erased meanwhile. That is
// looked up one by one: joined to a set whose size the planner cannot know, all runs would be read.
const KEEP = `
  INSERT INTO write_snapshots (organization_id, object_type, record_id, steps)
  SELECT $1::uuid, told."objectType", told."objectId", told.steps
  FROM jsonb_to_recordset($2::jsonb) AS told("objectType" text, "objectId" text, steps jsonb)
  WHERE (SELECT true FROM enrichments e
    WHERE e.organization_id = $1::uuid AND e.object_type = told."objectType" AND e.object_id = told."objectId" LIMIT 1)
  ORDER BY told."objectType", told."objectId"
  ON CONFLICT (organization_id, object_type, record_id) DO UPDATE SET steps = EXCLUDED.steps, taken_at = now()`;

/** Snapshots in Postgres, those of many records in one statement. */
export function makeWriteSnapshots(database: Database): WriteSnapshots {
  return {
    async keep(organizationId, snapshots) {
      if (snapshots.length === 0) return;
      const values = [organizationId, JSON.stringify(snapshots)];
      await database.queryAsTenant(organizationId, { name: 'keep_write_snapshots', text: KEEP, values });
    },
  };
}
