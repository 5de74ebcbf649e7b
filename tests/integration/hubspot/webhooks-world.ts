import { expect } from 'vitest';
import type { StartProductOptions } from '../../support/start-product.ts';
import { ADMIN, PORTAL, saveSettings, type World } from '../enrichment/world.ts';
import { eventually, startEventsWorld } from './events-world.ts';

/** A run as the database holds it, with what kind of requester started it. */
export interface StoredRun {
  readonly status: string;
  readonly kind: string;
}

/** What one table holds about somebody. */
export interface TableRows {
  readonly name: string;
  readonly rows: readonly unknown[];
}

/** A world in which tests tell of changes by webhooks and look at what came of them. */
export interface WebhooksWorld extends World {
  /** Saves sync settings of the portal, and whether new records are enriched. */
  use(sync: Readonly<Record<string, string>>, onCreate?: boolean): Promise<void>;
  /** Makes a record in HubSpot as a person; gives back its id. */
  create(objectType: string, properties: Readonly<Record<string, string>>): Promise<string>;
  /** Runs of a record, the oldest first. */
  runsOf(objectId: string): Promise<readonly StoredRun[]>;
  /** The company number that is remembered of a record; undefined when nothing is known of it. */
  linkOf(objectId: string): Promise<string | null | undefined>;
  /** Waits until a record is remembered as this company. */
  linked(objectId: string, companyNumber: string): Promise<void>;
  /** Companies that wait for their turn and, when minutes are given, are not due before then. */
  waiting(objectId: string, dueAfterMinutes?: number): Promise<readonly { readonly run_at: Date }[]>;
  /** Rows that name a record or hold a text, by table, in every table that belongs to an organisation, and in the inbox of all. */
  rowsAbout(objectId: string, text: string): Promise<readonly TableRows[]>;
  /** Queued jobs that name a record. */
  jobsAbout(objectId: string): Promise<readonly unknown[]>;
  /** Waits until every event that was taken has been worked on. */
  quiet(): Promise<void>;
}

/** Starts it. */
export async function startWebhooksWorld(options: Partial<StartProductOptions> = {}): Promise<WebhooksWorld> {
  const world = await startEventsWorld(options);
  const linkOf = makeLinkOf(world);
  return {
    ...world,
    linkOf,
    rowsAbout: makeRowsAbout(world),
    use: async (sync, onCreate = false) => {
      const automaticEnrichment = { onCreate, refreshDays: 30, objectTypes: ['contacts', 'companies', 'deals'] };
      const saved = await saveSettings(world, { sync, automaticEnrichment });
      expect(saved.status).toBe(200);
    },
    create: async (objectType, properties) => {
      const path = `/portals/${PORTAL}/records/${objectType}`;
      return String(Object(await world.control(path, 'POST', { properties, userId: ADMIN })).id);
    },
    runsOf: (objectId) =>
      world.query<StoredRun>(
        `SELECT status, requested_by ->> 'kind' AS kind FROM enrichments WHERE object_id = $1 ORDER BY created_at`,
        [objectId],
      ),
    linked: async (objectId, companyNumber) => {
      await eventually(
        () => linkOf(objectId),
        (number) => number === companyNumber,
      );
    },
    waiting: (objectId, dueAfterMinutes) =>
      world.query<{ run_at: Date }>(
        `SELECT run_at FROM waiting_records WHERE dedupe_key = 'sync:companies:' || $1
           AND ($2::int IS NULL OR run_at > now() + make_interval(mins => $2::int))`,
        [objectId, dueAfterMinutes ?? null],
      ),
    jobsAbout: (objectId) =>
      world.query(`SELECT FROM graphile_worker._private_jobs WHERE payload::text LIKE '%' || $1 || '%'`, [
        `"${objectId}"`,
      ]),
    quiet: async () => {
      await eventually(
        () => countOpenWork(world),
        (open) => open === 0,
      );
    },
  };
}

function makeLinkOf(world: World): WebhooksWorld['linkOf'] {
  return async (objectId) => {
    const [row] = await world.query<{ number: string | null }>(
      `SELECT memory ->> 'companyNumber' AS number FROM crm_entity_mappings WHERE crm_record_id = $1`,
      [objectId],
    );
    return row?.number;
  };
}

async function countOpenWork(world: World): Promise<number> {
  const [row] = await world.query<{ n: number }>(
    `SELECT ((SELECT count(*) FROM webhook_inbox) + (SELECT count(*) FROM webhook_deliveries) + (SELECT count(*) FROM enrichments WHERE status = 'running')
       + (SELECT count(*) FROM waiting_records WHERE run_at < now() + interval '1 second' AND dead_at IS NULL)
       + (SELECT count(*) FROM graphile_worker.jobs
          WHERE task_identifier IN ('sort_webhooks', 'handle_webhooks') AND run_at < now() + interval '1 second'))::int AS n`,
  );
  return row?.n ?? Number.NaN;
}

/** The list of erased records itself is left out: it is there to name them. */
function makeRowsAbout(world: World): WebhooksWorld['rowsAbout'] {
  return async (objectId, text) => {
    const tables = await world.query<{ name: string }>(
      `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND c.column_name = 'organization_id' AND t.table_type = 'BASE TABLE' AND c.table_name <> 'erased_records'
       UNION ALL SELECT 'webhook_inbox'`,
    );
    const pattern = `\\m${objectId}\\M|${text}`;
    const found: TableRows[] = [];
    for (const { name } of tables) {
      found.push({
        name,
        rows: await world.query(`SELECT t::text AS row FROM ${name} t WHERE t::text ~ $1`, [pattern]),
      });
    }
    return found;
  };
}
