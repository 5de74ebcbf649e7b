import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulkAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import type { Seed } from '../../../sandbox/seed/seed-format.ts';
import { ADMIN, OTHER_PORTAL, PORTAL, SEED, startWorld, type World } from './world.ts';

/** More than all lanes of a process take at once. */
const RECORDS = 2_500;

const companies = [
  {
    key: 'loom',
    properties: { name: 'Kestrel Loom Software Ltd', domain: 'loom.example', city: 'Leeds', zip: 'LS1 4AP' },
  },
];
const contacts = Array.from({ length: 2 * RECORDS }, (_, index) => ({
  key: `lead-${index}`,
  properties: { firstname: 'Lead', lastname: String(index), email: `lead-${index}@loom.example` },
  associations: ['loom'],
}));
const MANY: Seed = {
  portals: SEED.portals.map((portal) =>
    portal.id === PORTAL ? { ...portal, deals: [], companies, contacts } : portal,
  ),
};

describe('a long bulk run in a process that does one job at a time', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ seed: MANY, env: { WORKER_CONCURRENCY: '1' } });
    await world.install(OTHER_PORTAL, 601);
    // A turn is over before a lane has done its first step.
    await world.control('/latency', 'PUT', { writeMs: 2_500 });
    await world.product.startWorker();
  }, 120_000);
  afterAll(() => world.stop());

  const at = '/api/hubspot/bulk-enrichments';
  const big = { portalId: PORTAL, userId: ADMIN };
  const small = { portalId: OTHER_PORTAL, userId: 601 };
  const begin = async (caller: typeof big, body: object) => {
    const answer = await world.send(at, caller, { method: 'POST', body: JSON.stringify(body) });
    return bulkAnswerSchema.parse(await answer.json()).bulk;
  };
  const statusOf = async (caller: typeof big, id: string) =>
    bulkAnswerSchema.parse(await (await world.send(`${at}/${id}`, caller, {})).json()).bulk.status;
  const holderOf = async (id: string) =>
    (await world.query<{ one: string | null }>('SELECT lease_owner AS one FROM bulk_runs WHERE id::text = $1', [id]))[0]
      ?.one;
  const half = (first: number) => contacts.slice(first, first + RECORDS).map(({ key }) => world.id(key));

  it('goes on in one leg while nobody waits', async () => {
    const { id } = await begin(big, { objectType: 'contacts', objectIds: half(0), idempotencyKey: 'alone' });
    const holders = new Set<string | null | undefined>();
    const ended = async () => {
      holders.add(await holderOf(id));
      return statusOf(big, id);
    };
    await expect.poll(ended, { timeout: 60_000, interval: 20 }).toBe('completed');

    // Before, during and after it.
    expect([...holders].filter((holder) => typeof holder === 'string')).toHaveLength(1);
  }, 90_000);

  it('lets another account have its turn', async () => {
    const { id } = await begin(big, { objectType: 'contacts', objectIds: half(RECORDS), idempotencyKey: 'beside' });
    await expect.poll(() => holderOf(id), { timeout: 30_000, interval: 20 }).toBeTruthy();
    const other = await begin(small, { objectType: 'companies', all: true, idempotencyKey: 'small' });

    await expect.poll(() => statusOf(small, other.id), { timeout: 60_000, interval: 20 }).toBe('completed');

    expect(await statusOf(big, id)).toBe('running');
  }, 90_000);
});
