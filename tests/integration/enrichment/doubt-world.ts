import { expect } from 'vitest';
import type { EnrichmentWire } from '../../../hubspot-project/contract/index.ts';
import { type AutomationWorld, automation, heldOf, startAutomationWorld, TASK_ON } from './automation-world.ts';
import { PORTAL, REP, viewRecord } from './world.ts';

/** Requests that make tasks in an account whose tasks keep no key of ours. */
export const TASKS = { method: 'POST', pathPattern: '/objects/[^/]+/tasks(/batch/create)?$' };
/** More than the time in which HubSpot may still carry out what it received, and than any lease. */
export const LONG_SECONDS = 600;
/** What an enrichment says of a task in doubt. */
export const IN_DOUBT =
  /^task: HubSpot did not confirm it; SmartSync looks again by itself at about \d\d:\d\d \(Pacific\/Auckland\), and makes it if it is not there$/;

/** A world with a worker, in which tasks get lost on their way. */
export interface DoubtWorld extends AutomationWorld {
  /** Enriches a contact whose task is sent and lost on its way, which nobody can know. */
  enrichInDoubt(key: string): Promise<EnrichmentWire>;
  /** Lets the time of doubt pass, as far as the product can tell, and waits until nothing is in doubt any more. */
  settle(key: string, seconds?: number): Promise<void>;
  /** Has the product look, as the mark "sent" would in time. */
  watch(): Promise<unknown>;
  /** Waits until the product has looked at what is due. */
  watched(): Promise<void>;
  taskCount(): Promise<number>;
  /** The enrichment that the card shows. */
  latest(key: string): Promise<EnrichmentWire>;
  undo(id: string): Promise<Response>;
  /** What the log says of an enrichment's automation. */
  logged(id: string): Promise<readonly string[]>;
}

/** Starts it, with tasks switched on. */
export async function startDoubtWorld(): Promise<DoubtWorld> {
  const world = await startAutomationWorld(false);
  await world.save(automation(TASK_ON));
  await world.product.startWorker();
  return {
    ...world,
    enrichInDoubt: async (key) => {
      await world.fault({ kind: 'reset-before' }, TASKS);
      const run = await world.enrich('contacts', key);
      expect(heldOf(run, 'task')).toEqual([expect.stringMatching(IN_DOUBT)]);
      return run;
    },
    settle: async (key, seconds = LONG_SECONDS) => {
      await world.age(seconds);
      await world.query('UPDATE lease_watch SET due = due - make_interval(secs => $1)', [seconds]);
      const open = `SELECT state FROM automation_intents WHERE record_id = $1 AND (state = 'sent' OR is_doubtful)`;
      await expect.poll(() => world.query(open, [world.id(key)]), { timeout: 20_000 }).toEqual([]);
    },
    watch: () =>
      world.query(
        `INSERT INTO lease_watch (organization_id, due, task) SELECT organization_id, now(), 'settle_doubts' FROM crm_integrations`,
      ),
    watched: async () => {
      const due = `SELECT FROM lease_watch WHERE task = 'settle_doubts' AND due <= now()`;
      await expect.poll(() => world.query(due)).toEqual([]);
    },
    taskCount: async () => (await world.made('tasks')).length,
    latest: async (key) => {
      const { enrichment } = await viewRecord(world, 'contacts', key);
      if (!enrichment) throw new Error('the contact was never enriched');
      return enrichment;
    },
    undo: (id) => {
      const request = { method: 'POST', body: '{}' };
      return world.send(`/api/hubspot/enrichments/${id}/undo`, { portalId: PORTAL, userId: REP }, request);
    },
    logged: async (id) => {
      const lines = `SELECT message FROM crm_sync_logs WHERE enrichment_id = $1 AND operation = 'automate'`;
      return (await world.query<{ message: string }>(lines, [id])).map(({ message }) => message);
    },
  };
}
