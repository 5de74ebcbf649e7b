import { z } from 'zod';
import type { PortalSettings } from '../../domain/portal/settings.ts';
import type { RunContext } from '../../ports/enrichment-store.ts';
import { RUN_COLUMNS, runRow, toEnrichment, toRequest } from './enrichment-rows.ts';
import type { Database } from './make-database.ts';
import { storedUndoStep } from './stored-enrichment.ts';
import { storedMemory } from './stored-memory.ts';
import { type KnownSettings, readSettings, recallSettings, settingsColumns, settingsRow } from './stored-settings.ts';

/**
 * What a run needs beside its own row: the record's memory, the snapshot of an interrupted write and the portal's settings.
 * Needs `joinMemory`; `$1` is the organisation.
 *
 * @param run the alias of the run's row
 * @param recalled SQL of the version of the settings that is known
 */
export const surroundings = (run: string, recalled: string): string => `m.memory, (
    SELECT w.steps FROM write_snapshots w
    WHERE w.organization_id = $1::uuid AND w.object_type = ${run}.object_type AND w.record_id = ${run}.object_id
  ) AS snapshot, ${settingsColumns(recalled)}`;

/** Joins the record's memory to the runs of that name; `$1` is the organisation. */
export const joinMemory = (run: string): string => `LEFT JOIN crm_entity_mappings m
  ON m.organization_id = $1::uuid AND m.object_type = ${run}.object_type AND m.crm_record_id = ${run}.object_id`;

const contextRow = runRow.extend({
  ...settingsRow.shape,
  memory: storedMemory.nullable(),
  snapshot: z.array(storedUndoStep).nullable(),
});

/**
 * A row with `RUN_COLUMNS` and `surroundings`, as the run sees it.
 *
 * @param recalled the settings whose version was asked with
 */
export function toRunContext(
  defaults: PortalSettings,
  organizationId: string,
  row: unknown,
  recalled: KnownSettings | undefined,
): RunContext {
  const parsed = contextRow.parse(row);
  return {
    request: toRequest(parsed),
    enrichment: toEnrichment(parsed),
    settings: readSettings(defaults, organizationId, parsed, recalled),
    memory: parsed.memory ?? undefined,
    ...(parsed.snapshot === null ? {} : { snapshot: parsed.snapshot }),
  };
}

/** Reads all that a run needs; undefined when the organisation has no such run. */
export async function readRunContext(
  database: Database,
  defaults: PortalSettings,
  organizationId: string,
  enrichmentId: string,
): Promise<RunContext | undefined> {
  const recalled = recallSettings(organizationId);
  const rows = await database.queryAsTenant(organizationId, {
    name: 'read_run_context',
    text: `SELECT ${RUN_COLUMNS}, ${surroundings('e', '$3')} FROM enrichments e ${joinMemory('e')}
           WHERE e.organization_id = $1::uuid AND e.id = $2::uuid`,
    values: [organizationId, enrichmentId, recalled?.version ?? ''],
  });
  return rows[0] === undefined ? undefined : toRunContext(defaults, organizationId, rows[0], recalled);
}
