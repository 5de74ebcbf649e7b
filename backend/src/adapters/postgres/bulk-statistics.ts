import { z } from 'zod';
import type { Database } from './make-database.ts';

/** The tables that a bulk run fills, each of them with a row or more for every record. */
const TABLES = ['bulk_records', 'enrichments', 'crm_entity_mappings', 'automation_intents', 'crm_sync_logs'] as const;

const tableRow = z.object({ name: z.enum(TABLES) });

// Pages as the server last counted them, and as they are; tables of a few pages are read whole however they are asked.
const FIND_GROWN = `SELECT c.relname AS name FROM pg_class c
  WHERE c.oid IN (${TABLES.map((table) => `'public.${table}'::regclass`).join(', ')})
    AND pg_relation_size(c.oid) / current_setting('block_size')::int > 2 * GREATEST(c.relpages, 8)`;

/**
 * Has the server count the tables of bulk runs again that have doubled since it last did, and no other.
 *
 * The server itself looks for such tables once a minute. Until then it takes a table for as small as it was, and compares
 * every row of a step with every row of the run: in an empty database a run of thousands would crawl through its first minute.
 */
export async function refreshBulkStatistics(database: Pick<Database, 'queryAsOwner'>): Promise<void> {
  const grown = z.array(tableRow).parse(await database.queryAsOwner(FIND_GROWN));
  // Who else counts a table at the moment does it for us.
  for (const { name } of grown) await database.queryAsOwner(`ANALYZE (SKIP_LOCKED) ${name}`);
}
