import { z } from 'zod';
import type { PortalSettings } from '../../domain/portal/settings.ts';
import type { RunContext } from '../../ports/enrichment-store.ts';
import { RUN_COLUMNS, runRow, toEnrichment, toRequest } from './enrichment-rows.ts';
import type { Database } from './make-database.ts';
import { storedMemory } from './stored-memory.ts';
import { readSettings, SETTINGS_JSON } from './stored-settings.ts';

/** What a run needs beside its own row: the record's memory and the portal's settings. Needs `joinMemory`. */
export const SURROUNDINGS = `m.memory, ${SETTINGS_JSON} AS settings`;

/** Joins the record's memory to the runs of that name; `$1` is the organisation. */
export const joinMemory = (run: string): string => `LEFT JOIN crm_entity_mappings m
  ON m.organization_id = $1::uuid AND m.object_type = ${run}.object_type AND m.crm_record_id = ${run}.object_id`;

const contextRow = runRow.extend({ settings: z.string().nullable(), memory: storedMemory.nullable() });

/** A row with `RUN_COLUMNS` and `SURROUNDINGS`, as the run sees it. */
export function toRunContext(defaults: PortalSettings, row: unknown): RunContext {
  const parsed = contextRow.parse(row);
  return {
    request: toRequest(parsed),
    enrichment: toEnrichment(parsed),
    settings: readSettings(defaults, parsed.settings),
    memory: parsed.memory ?? undefined,
  };
}

/** Reads all that a run needs; undefined when the organisation has no such run. */
export async function readRunContext(
  database: Database,
  defaults: PortalSettings,
  organizationId: string,
  enrichmentId: string,
): Promise<RunContext | undefined> {
  const rows = await database.queryAsTenant(organizationId, {
    name: 'read_run_context',
    text: `SELECT ${RUN_COLUMNS}, ${SURROUNDINGS} FROM enrichments e ${joinMemory('e')}
           WHERE e.organization_id = $1::uuid AND e.id = $2::uuid`,
    values: [organizationId, enrichmentId],
  });
  return rows[0] === undefined ? undefined : toRunContext(defaults, rows[0]);
}
