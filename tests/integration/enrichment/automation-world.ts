import { z } from 'zod';
import type { EnrichmentWire } from '../../../hubspot-project/contract/index.ts';
import type { StartProductOptions } from '../../support/start-product.ts';
import { PORTAL, SEED, saveSettings, startWorld, type World } from './world.ts';

/** Owners of the portal; an owner's id is not the user's id. */
export const OWNERS = ['91', '92'] as const;

const people = OWNERS.map((id, index) => ({
  id,
  userId: 501 + index,
  email: `owner-${id}@hazelgrove.example`,
  firstName: 'Owner',
  lastName: id,
}));

/** A portal with owners and contacts of one company, and no deal yet. */
const AUTOMATION_SEED = {
  portals: SEED.portals.map((portal) =>
    portal.id === PORTAL
      ? {
          ...portal,
          timeZone: 'Pacific/Auckland',
          owners: people,
          deals: [],
          contacts: [
            ...(portal.contacts ?? []),
            ...['cleo', 'dan', 'eve', 'fay'].map((key) => ({
              key,
              properties: { firstname: key, lastname: 'Lead', email: `${key}@kestrel-loom.example` },
              associations: ['kestrel'],
            })),
          ],
        }
      : portal,
  ),
};

/** Weights with which the register alone gives a score of 95 and enough coverage to automate. */
export const HOT = {
  scoring: { weights: { financial: 0.35, growth: 0.05, engagement: 0.1, fit: 0.5 }, coverageFloor: 0.35 },
  icp: {
    criteria: [
      { field: 'industry', rule: 'must', values: ['62'] },
      { field: 'place', rule: 'should', values: ['LS'] },
    ],
  },
} as const;

const STAGES = { contacted: 'appointmentscheduled', engaged: 'qualifiedtobuy', qualified: 'qualifiedtobuy' };
const OFF = {
  minCoverage: 0.5,
  task: { enabled: false, minScore: 60 },
  deal: { enabled: false, minScore: 70, pipelineId: 'default', stages: STAGES },
  owner: { enabled: false, rules: [], roundRobinOwnerIds: [] },
};

/** What an admin switches on; the rest stays off. */
export function automation(members: Readonly<Record<string, unknown>>) {
  return { ...HOT, automation: { ...OFF, ...members } };
}

export const TASK_ON = { task: { enabled: true, minScore: 60 } };
export const DEAL_ON = { deal: { ...OFF.deal, enabled: true } };

/** An error as HubSpot sends it. */
export const errorBody = (category: string, members: object = {}) => ({
  status: 'error',
  message: 'no',
  category,
  ...members,
});

/** A fault that answers with this status. */
export const statusFault = (
  status: number,
  body: unknown = errorBody('X'),
  headers: Readonly<Record<string, string>> = {},
) => ({ kind: 'status', status, body, headers });

const recordsSchema = z.object({
  records: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) })),
});

/** A task or deal as the portal holds it. */
export type Made = z.infer<typeof recordsSchema>['records'][number];

/** A world whose portal can automate. */
export interface AutomationWorld extends World {
  save(members: Readonly<Record<string, unknown>>): Promise<void>;
  /** Every task or deal of the portal, with its values. */
  made(objectType: 'tasks' | 'deals'): Promise<readonly Made[]>;
  /** The requests of HubSpot's API that are no reads of the record itself. */
  fault(
    kind: Readonly<Record<string, unknown>>,
    match: Readonly<Record<string, unknown>>,
    times?: number,
  ): Promise<void>;
  /** Lets so much time pass for the intents of automation. */
  age(seconds: number): Promise<void>;
}

/** Starts it; `tasksTakeUniqueProperties` says which of HubSpot's two possible ways the sandbox has. */
export async function startAutomationWorld(
  tasksTakeUniqueProperties: boolean,
  options: Partial<StartProductOptions> = {},
): Promise<AutomationWorld> {
  const world = await startWorld({ seed: AUTOMATION_SEED, ...options });
  await world.control('/settings', 'PATCH', { tasksTakeUniqueProperties });
  return {
    ...world,
    save: async (members) => {
      const response = await saveSettings(world, members);
      if (!response.ok) throw new Error(await response.text());
    },
    made: async (objectType) => {
      const list = recordsSchema.parse(await world.control(`/portals/${PORTAL}/records/${objectType}`)).records;
      return Promise.all(
        list.map(async ({ id }) => {
          const path = `/portals/${PORTAL}/records/${objectType}/${id}`;
          return recordsSchema.shape.records.element.parse(await world.control(path));
        }),
      );
    },
    fault: async (kind, match, times = 1) =>
      void (await world.control('/faults', 'POST', { match, times, fault: kind })),
    age: async (seconds) => {
      await world.query(
        `UPDATE automation_intents SET sent_until = sent_until - make_interval(secs => $1),
           lease_expires_at = lease_expires_at - make_interval(secs => $1)`,
        [seconds],
      );
    },
  };
}

/** The hold lines of one purpose. */
export function heldOf(run: EnrichmentWire, purpose: 'task' | 'deal' | 'owner'): readonly string[] {
  return run.automation.held.filter((line) => line.startsWith(`${purpose}: `));
}
