import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { isPassing } from '../../domain/jobs/decide-repeat.ts';
import type { EnsuredProperties } from '../../ports/crm.ts';
import type { PropertyRepairs, RepairEnd } from '../../ports/property-repairs.ts';
import type { Database } from './make-database.ts';

/** Who was refused before the repair of another process ended finds it done; a later refusal is a new deletion. */
const JUST_NOW_SECONDS = 10;
// Three questions and three creations, with the repeats of a bad day; who takes longer loses the lock, and no more.
const HOLD_MS = 30_000;
const WAIT_MS = 35_000;

/** Repairs in Postgres: a lock lets one process repair, and its line in the log is what the hour is counted from. */
export function makePropertyRepairs(database: Database): PropertyRepairs {
  // A hundred records of a batch meet the same refusal: they wait on one connection.
  const running = new Map<string, Promise<RepairEnd>>();
  return {
    oncePerHour: (organizationId, repair) => {
      const before = running.get(organizationId);
      if (before !== undefined) return before;
      const lock = { name: 'property-repair', waitMs: WAIT_MS, holdMs: HOLD_MS };
      const started = database
        .withTenantLock(organizationId, lock, () => repairUnlessDone(database, organizationId, repair))
        .catch(afterFailure)
        .finally(() => running.delete(organizationId));
      running.set(organizationId, started);
      return started;
    },
  };
}

function afterFailure(error: unknown): RepairEnd {
  if (error instanceof AppError && isPassing(error.code)) return 'not_now';
  throw error;
}

async function repairUnlessDone(
  database: Database,
  organizationId: string,
  repair: () => Promise<readonly EnsuredProperties[]>,
): Promise<RepairEnd> {
  const [last] = z.array(repairRow).parse(
    await database.queryAsTenant(organizationId, {
      name: 'find_property_repair',
      text: `SELECT status = 'success' AS is_done, created_at > now() - make_interval(secs => $2) AS is_new FROM crm_sync_logs
             WHERE organization_id = $1::uuid AND created_at > now() - interval '1 hour' AND kind = 'repair'
             ORDER BY created_at DESC LIMIT 1`,
      values: [organizationId, JUST_NOW_SECONDS],
    }),
  );
  if (last !== undefined) return last.is_done && last.is_new ? 'repaired' : 'not_now';
  try {
    const created = (await repair()).flatMap(({ objectType, created: names }) =>
      names.map((name) => `${name} (${objectType})`),
    );
    const what = created.length === 0 ? 'all properties are there' : `created again in HubSpot: ${created.join(', ')}`;
    await log(database, organizationId, 'success', `A property was deleted; ${what}`);
    return 'repaired';
  } catch (error) {
    if (!(error instanceof AppError) || isPassing(error.code) || error.code === 'disconnected') throw error;
    await log(database, organizationId, 'failed', `A property was deleted in HubSpot and stays so: ${error.message}`);
    return 'not_now';
  }
}

const repairRow = z.object({ is_done: z.boolean(), is_new: z.boolean() });

async function log(database: Database, organizationId: string, status: 'success' | 'failed', message: string) {
  await database.queryAsTenant(organizationId, {
    name: 'log_property_repair',
    text: `INSERT INTO crm_sync_logs (organization_id, integration_id, kind, sync_type, operation, status, message)
           SELECT $1::uuid, (SELECT i.id FROM crm_integrations i WHERE i.organization_id = $1::uuid ORDER BY i.installed_at DESC LIMIT 1),
             'repair', 'connection', 'update', $2, $3`,
    values: [organizationId, status, message],
  });
}
