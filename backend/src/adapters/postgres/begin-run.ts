import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { PortalSettings } from '../../domain/portal/settings.ts';
import type { BeginRunInput, BegunRun } from '../../ports/enrichment-store.ts';
import type { SeenInstallation } from '../../ports/installation-store.ts';
import { RUN_COLUMNS, runRow, toEnrichment } from './enrichment-rows.ts';
import { isUniqueViolation, readSqlState } from './errors.ts';
import { INSTALLATION_VERSION } from './installation-rows.ts';
import type { Database } from './make-database.ts';
import { joinMemory, surroundings, toRunContext } from './run-context.ts';
import { recallSettings } from './stored-settings.ts';

/** What beginning a run needs. */
export interface BeginRunDeps {
  readonly database: Database;
  /** Name of the job that looks after runs whose lease has ended. */
  readonly recoveryTask: string;
  /** Settings of a portal whose admin changed nothing. */
  readonly defaults: PortalSettings;
}

/** A run that ends while we look for it sends us back to the start; more often than this it cannot happen by chance. */
const MAX_TRIES = 5;

/**
 * Starts a run, or finds the one that answers this key or works on this record.
 *
 * Usually one statement: run, key and recovery job come into being together or not at all, and what the run needs is
 * answered at once. The partial unique index on
 * running runs decides between processes; who loses waits for the winner's commit and then reads it.
 */
export async function beginRun(deps: BeginRunDeps, input: BeginRunInput): Promise<BegunRun> {
  const { database } = deps;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const begun =
      (await startRun(deps, input)) ?? (await findByKey(database, input)) ?? (await joinRunning(database, input));
    if (begun !== undefined) return begun;
  }
  throw new AppError('upstream_unavailable', 'this record is being enriched again and again; try again in a moment');
}

/**
 * Starts a run in the same trip as the installation is looked at again.
 *
 * @returns undefined, with nothing done, where the installation is another by now or there is a run already
 */
export function beginRunOfSeen(
  deps: BeginRunDeps,
  input: BeginRunInput,
  seen: SeenInstallation,
): Promise<BegunRun | undefined> {
  return startRun(deps, input, seen);
}

const START = `
  WITH run AS (
    INSERT INTO enrichments AS e (organization_id, id, object_type, object_id, mode, refresh, company_id, requested_by, lease_owner, lease_expires_at)
    SELECT $1::uuid, $2::uuid, $4, $5, $6, $7::boolean, $8, $9::jsonb, $10, now() + make_interval(secs => $11::double precision)
    WHERE NOT EXISTS (SELECT FROM enrichment_requests r WHERE r.organization_id = $1::uuid AND r.idempotency_key = $3)
      AND ($15::text IS NULL OR $15::text = (SELECT ${INSTALLATION_VERSION} FROM crm_integrations i
                                             WHERE i.organization_id = $1::uuid AND i.portal_id = $16))
    ON CONFLICT (organization_id, object_type, object_id) WHERE status = 'running' DO NOTHING
    RETURNING ${RUN_COLUMNS}, e.lease_expires_at
  ), request AS (
    INSERT INTO enrichment_requests (organization_id, idempotency_key, enrichment_id, object_type, object_id, mode, company_id)
    SELECT $1::uuid, $3, run.id, run.object_type, run.object_id, run.mode, run.company_id FROM run
  )
  SELECT run.*, ${surroundings('run', '$14')}, smartsync_watch_lease($12, run.lease_expires_at),
    CASE WHEN $13::boolean THEN NULL ELSE smartsync_count_run((SELECT (s.settings #>> '{limits,recordsPerDay}')::int FROM portal_settings s), run.id) END
  FROM run ${joinMemory('run')}`;

async function startRun(
  deps: BeginRunDeps,
  input: BeginRunInput,
  seen?: SeenInstallation,
): Promise<BegunRun | undefined> {
  const { database, recoveryTask, defaults } = deps;
  const { organizationId, request } = input;
  const recalled = recallSettings(organizationId);
  try {
    const statement = {
      name: 'start_run',
      text: START,
      values: [
        organizationId,
        input.enrichmentId,
        input.idempotencyKey,
        request.objectType,
        request.objectId,
        request.mode,
        request.refresh,
        request.companyId,
        JSON.stringify(request.requestedBy),
        input.leaseOwner,
        input.leaseSeconds,
        recoveryTask,
        input.isBeyondCap ?? false,
        recalled?.version ?? '',
        seen?.version ?? null,
        seen?.installation.portalId ?? null,
      ],
    };
    // Who asked has no answer yet and asks again with the same key; and the end of the run flushes what came before it.
    const rows = await database.queryAsTenant(organizationId, statement, 'soon');
    if (rows[0] === undefined) return undefined;
    const context = toRunContext(defaults, organizationId, rows[0], recalled);
    return { kind: 'started', enrichment: context.enrichment, context };
  } catch (error) {
    if (error instanceof AppError && readSqlState(error.cause) === CAP_REACHED) {
      return { kind: 'capped', recordsPerDay: capDetail.parse(error.cause).detail };
    }
    // The same key came in the same moment for another record: the other one is there now.
    if (error instanceof AppError && isUniqueViolation(error.cause)) return undefined;
    throw error;
  }
}

/** What `smartsync_count_run` says when the daily cap is reached; the cap is its detail. */
const CAP_REACHED = 'SS001';
const capDetail = z.object({ detail: z.coerce.number().int() });

const keyRow = z.object({
  asked_type: z.string(),
  asked_id: z.string(),
  asked_mode: z.string(),
  asked_company: z.string().nullable(),
});

async function findByKey(database: Database, input: BeginRunInput): Promise<BegunRun | undefined> {
  const { request } = input;
  const rows = await database.queryAsTenant(input.organizationId, {
    name: 'find_run_by_key',
    text: `SELECT r.object_type AS asked_type, r.object_id AS asked_id, r.mode AS asked_mode, r.company_id AS asked_company, ${RUN_COLUMNS}
           FROM enrichment_requests r JOIN enrichments e ON e.organization_id = r.organization_id AND e.id = r.enrichment_id
           WHERE r.organization_id = $1::uuid AND r.idempotency_key = $2`,
    values: [input.organizationId, input.idempotencyKey],
  });
  if (rows[0] === undefined) return undefined;
  const asked = keyRow.parse(rows[0]);
  const isSame =
    asked.asked_type === request.objectType &&
    asked.asked_id === request.objectId &&
    asked.asked_mode === request.mode &&
    asked.asked_company === request.companyId;
  if (!isSame) return { kind: 'conflict' };
  return { kind: 'replayed', enrichment: toEnrichment(runRow.parse(rows[0])) };
}

/** Another key asks for a record that is being worked on: it gets that run, now and when it is asked again. */
async function joinRunning(database: Database, input: BeginRunInput): Promise<BegunRun | undefined> {
  const { organizationId, request } = input;
  const rows = await database.queryAsTenant(organizationId, {
    name: 'join_run',
    text: `WITH run AS (
             SELECT ${RUN_COLUMNS} FROM enrichments e
             WHERE e.organization_id = $1::uuid AND e.object_type = $3 AND e.object_id = $4 AND e.status = 'running'
           ), request AS (
             INSERT INTO enrichment_requests (organization_id, idempotency_key, enrichment_id, object_type, object_id, mode, company_id)
             SELECT $1::uuid, $2, run.id, $3, $4, $5, $6 FROM run
             ON CONFLICT DO NOTHING RETURNING enrichment_id
           )
           SELECT run.* FROM run JOIN request ON request.enrichment_id = run.id`,
    values: [
      organizationId,
      input.idempotencyKey,
      request.objectType,
      request.objectId,
      request.mode,
      request.companyId,
    ],
  });
  return rows[0] === undefined ? undefined : { kind: 'joined', enrichment: toEnrichment(runRow.parse(rows[0])) };
}
