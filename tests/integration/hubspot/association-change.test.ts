import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PORTAL, saveSettings, type World } from '../enrichment/world.ts';
import { anEvent, eventually, sendEvents, startEventsWorld } from './events-world.ts';

let world: World;
beforeAll(async () => {
  world = await startEventsWorld();
  const automaticEnrichment = { onCreate: false, refreshDays: 30, objectTypes: ['contacts', 'companies', 'deals'] };
  await saveSettings(world, { sync: { direction: 'to_crm', frequency: 'realtime' }, automaticEnrichment });
});
afterAll(() => world.stop());

const TYPES = { contacts: '0-1', deals: '0-3' } as const;

/** As HubSpot tells of it: contact or deal on this side, what it was put together with on the other. */
const associated = (objectType: 'contacts' | 'deals', key: string, members: Readonly<Record<string, unknown>> = {}) =>
  anEvent('object.associationChange', world.id(key), {
    objectTypeId: TYPES[objectType],
    associationType: objectType === 'contacts' ? 'CONTACT_TO_COMPANY' : 'DEAL_TO_COMPANY',
    fromObjectId: Number(world.id(key)),
    toObjectId: Number(world.id('sinking')),
    associationRemoved: false,
    isPrimaryAssociation: true,
    ...members,
  });

/** As a person does on the record: this company goes, that one comes. */
function move(objectType: 'contacts' | 'deals', key: string): void {
  const associations = world.sandbox.admin.state.portals.get(PORTAL)?.associations;
  const record = { typeId: TYPES[objectType], id: world.id(key) };
  associations?.remove(record, { typeId: '0-2', id: world.id('kestrel') });
  associations?.addDefault(record, { typeId: '0-2', id: world.id('sinking') });
}

const runsOf = (key: string) =>
  world.query<{ kind: string }>(
    `SELECT requested_by ->> 'kind' AS kind FROM enrichments WHERE object_id = $1 ORDER BY created_at`,
    [world.id(key)],
  );

/** What an event of the company afterwards started: by then the events before it were worked on. */
async function workedOn(): Promise<void> {
  const before = (await runsOf('bare')).length;
  await sendEvents(world, [anEvent('object.propertyChange', world.id('bare'), { propertyName: 'zip' })]);
  await eventually(
    () => runsOf('bare'),
    (runs) => runs.length > before,
  );
}

describe('a record that gets another company', () => {
  it.each([
    ['contacts', 'bob'],
    ['deals', 'deal'],
  ] as const)('is enriched anew with it, once for all that HubSpot tells of it (%s)', async (objectType, key) => {
    await world.enrich(objectType, key);
    move(objectType, key);

    await sendEvents(world, [
      associated(objectType, key, { toObjectId: Number(world.id('kestrel')), associationRemoved: true }),
      associated(objectType, key),
    ]);
    await eventually(
      () => world.values(objectType, key),
      ({ oppspot_company_number: number }) => number === '99100002',
    );

    expect((await runsOf(key)).map(({ kind }) => kind)).toEqual(['card', 'webhook']);
  });

  it.each([
    ['something else than a company', { associationType: 'CONTACT_TO_DEAL' }],
    ['something else by its type id', { associationType: undefined, toObjectTypeId: '0-3' }],
    ['a company by oppSpot itself', { changeSource: 'INTEGRATION', sourceId: '4096' }],
  ])('and one that was put together with %s is left alone', async (_, members) => {
    await world.enrich('contacts', 'ann');
    await world.enrich('companies', 'bare');
    const before = await runsOf('ann');

    await sendEvents(world, [associated('contacts', 'ann', members)]);
    await workedOn();

    expect(await runsOf('ann')).toEqual(before);
  });
});
