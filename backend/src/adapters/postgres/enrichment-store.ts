import { z } from 'zod';
import type { PortalSettings } from '../../domain/portal/settings.ts';
import type { EnrichmentStore, LeaseInput } from '../../ports/enrichment-store.ts';
import { amendRun } from './amend-run.ts';
import { beginRun, beginRunOfSeen } from './begin-run.ts';
import { makeCompanyDomains } from './company-domains.ts';
import { RUN_COLUMNS, runRow, toEnrichment } from './enrichment-rows.ts';
import { finishRun } from './finish-run.ts';
import { forgetMatch } from './forget-match.ts';
import type { Database } from './make-database.ts';
import { readRunContext } from './run-context.ts';
import { makeScoreHistory } from './score-history.ts';

/** What the store is made of. */
export interface EnrichmentStoreOptions {
  readonly database: Database;
  /** Settings of a portal whose admin changed nothing. */
  readonly defaults: () => PortalSettings;
  /** Name of the job that looks after an organisation's runs whose lease has ended; its payload is `{organizationId}`. */
  readonly recoveryTask: string;
}

/** Runs in Postgres. The paths that a rep waits on are one statement in one network round trip each. */
export function makeEnrichmentStore(options: EnrichmentStoreOptions): EnrichmentStore {
  const { database, defaults, recoveryTask } = options;
  const find = async (organizationId: string, name: string, condition: string, values: readonly unknown[]) => {
    const text = `SELECT ${RUN_COLUMNS} FROM enrichments e WHERE e.organization_id = $1::uuid AND ${condition} LIMIT 1`;
    const rows = await database.queryAsTenant(organizationId, { name, text, values: [organizationId, ...values] });
    return rows[0] === undefined ? undefined : toEnrichment(runRow.parse(rows[0]));
  };
  return {
    beginRun: (input) => beginRun({ database, recoveryTask, defaults: defaults() }, input),
    beginRunOfSeen: (input, seen) => beginRunOfSeen({ database, recoveryTask, defaults: defaults() }, input, seen),
    claimRun: (input) => takeLease(database, recoveryTask, input, CLAIM),
    renewLease: (input) => takeLease(database, recoveryTask, input, RENEW),
    readRunContext: (organizationId, id) => readRunContext(database, defaults(), organizationId, id),
    findLostRuns: async (organizationId) => {
      const rows = await database.queryAsTenant(organizationId, {
        name: 'find_lost_runs',
        text: `SELECT id FROM enrichments WHERE organization_id = $1::uuid AND status = 'running' AND lease_expires_at <= now()
               ORDER BY created_at`,
        values: [organizationId],
      });
      return z
        .array(z.object({ id: z.string() }))
        .parse(rows)
        .map(({ id }) => id);
    },
    finishRun: (input) => finishRun(database, input),
    amendRun: (input) => amendRun(database, input),
    forgetMatch: (input) => forgetMatch(database, input),
    findEnrichment: async (organizationId, id) =>
      isUuid(id) ? find(organizationId, 'find_run', 'e.id = $2::uuid', [id]) : undefined,
    findLatestForRecord: (organizationId, objectType, objectId) =>
      find(organizationId, 'find_latest_run', 'e.object_type = $2 AND e.object_id = $3 ORDER BY e.created_at DESC', [
        objectType,
        objectId,
      ]),
    ...makeScoreHistory(database),
    ...makeCompanyDomains(database),
  };
}

/** Ids come from URLs: a text that is no UUID names nothing, and must not reach the cast. */
function isUuid(id: string): boolean {
  return z.uuid().safeParse(id).success;
}

const CLAIM = `e.lease_expires_at <= now()`;
const RENEW = `e.lease_owner = $3`;

/** Both see to it that a recovery job runs after the new end of the lease: a holder that dies later is found as well. */
async function takeLease(database: Database, task: string, input: LeaseInput, condition: string): Promise<boolean> {
  const { organizationId, enrichmentId, leaseOwner, leaseSeconds, waitingFor } = input;
  const rows = await database.queryAsTenant(organizationId, {
    name: condition === CLAIM ? 'claim_run' : 'renew_lease',
    text: `
      WITH held AS (
        UPDATE enrichments e SET lease_owner = $3, waiting_for = $6, lease_expires_at = now() + make_interval(secs => $4::double precision)
        WHERE e.organization_id = $1::uuid AND e.id = $2::uuid AND e.status = 'running' AND ${condition}
        RETURNING e.id, e.lease_expires_at
      )
      SELECT smartsync_watch_lease($5, held.lease_expires_at) FROM held`,
    values: [organizationId, enrichmentId, leaseOwner, leaseSeconds, task, waitingFor ?? null],
  });
  return rows.length > 0;
}
