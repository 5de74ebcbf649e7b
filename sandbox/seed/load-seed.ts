import { checkWrite } from '../crm/check-write.ts';
import { getRecords } from '../crm/portal-tables.ts';
import { noteHolder } from '../crm/unique-holders.ts';
import { type CrmRecord, storeValue } from '../state/crm-record.ts';
import type { ObjectTypeId } from '../state/object-types.ts';
import { makePortal, type Portal, takeNextId } from '../state/portal.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import { type Seed, type SeedPortal, type SeedRecord, seedSchema } from './seed-format.ts';

/**
 * Fills a sandbox from a seed. HubSpot's own read-only properties may be given as well; everything else is checked
 * like a write, so a seed HubSpot would refuse is refused here, naming the record.
 *
 * @returns for every portal id, the HubSpot id of each `key`
 */
export function loadSeed(state: SandboxState, seed: Seed): ReadonlyMap<number, ReadonlyMap<string, string>> {
  const parsed = seedSchema.parse(seed);
  return new Map(parsed.portals.map((facts) => [facts.id, loadPortal(state, facts)]));
}

function loadPortal(state: SandboxState, facts: SeedPortal): ReadonlyMap<string, string> {
  const portal = makePortal(facts, state.clock.nowMs());
  portal.users.push(...facts.users);
  portal.owners.push(...facts.owners);
  for (const pipeline of facts.pipelines) {
    const index = portal.pipelines.findIndex((known) => known.id === pipeline.id);
    portal.pipelines.splice(index < 0 ? portal.pipelines.length : index, index < 0 ? 0 : 1, pipeline);
  }
  state.portals.set(portal.id, portal);
  if (facts.privateApp !== undefined) addPrivateApp(state, portal.id, facts.privateApp);
  const refs = new Map<string, { typeId: ObjectTypeId; id: string }>();
  const tables: readonly (readonly [ObjectTypeId, readonly SeedRecord[]])[] = [
    ['0-2', facts.companies],
    ['0-1', facts.contacts],
    ['0-3', facts.deals],
    ['0-27', facts.tasks],
    ['0-46', facts.notes],
  ];
  for (const [typeId, rows] of tables) {
    for (const row of rows) {
      if (refs.has(row.key)) throw new Error(`seed: the key "${row.key}" is used twice in portal ${portal.id}`);
      refs.set(row.key, { typeId, id: addRecord({ state, portal, typeId, row }).id });
    }
  }
  for (const row of tables.flatMap(([, rows]) => rows)) associate(portal, refs, row);
  // Rules come last: HubSpot lets old records be as they are.
  portal.writeRules = facts.writeRules;
  return new Map([...refs].map(([key, { id }]) => [key, id]));
}

function addRecord(parts: { state: SandboxState; portal: Portal; typeId: ObjectTypeId; row: SeedRecord }): CrmRecord {
  const { state, portal, typeId, row } = parts;
  const createdAtMs = state.clock.nowMs() - (row.createdDaysAgo ?? 0) * 86_400_000;
  const defaults: Record<string, string> = typeId === '0-3' ? { pipeline: 'default' } : {};
  const values = { ...defaults, ...row.properties };
  let checked: ReadonlyMap<string, string>;
  try {
    checked = checkWrite({ portal, typeId, values, record: undefined, mayWriteReadOnly: true });
  } catch (error) {
    throw new Error(`seed: record "${row.key}" of portal ${portal.id} cannot exist`, { cause: error });
  }
  const record: CrmRecord = {
    id: takeNextId(portal),
    objectTypeId: typeId,
    createdAtMs,
    updatedAtMs: createdAtMs,
    archivedAtMs: undefined,
    history: new Map(),
  };
  for (const [name, value] of checked) {
    storeValue(record, name, { value, timestampMs: createdAtMs, sourceType: 'IMPORT', sourceLabel: 'Seed' });
  }
  const table = getRecords(portal, typeId);
  table.set(record.id, record);
  for (const [name, value] of checked) noteHolder(table, record, name, value);
  return record;
}

function associate(
  portal: Portal,
  refs: ReadonlyMap<string, { typeId: ObjectTypeId; id: string }>,
  row: SeedRecord,
): void {
  const from = refs.get(row.key);
  for (const key of row.associations) {
    const to = refs.get(key);
    if (from === undefined || to === undefined)
      throw new Error(`seed: "${row.key}" is associated with unknown "${key}"`);
    portal.associations.addDefault(from, to);
  }
}

function addPrivateApp(
  state: SandboxState,
  portalId: number,
  privateApp: { token: string; scopes?: readonly string[] | undefined },
): void {
  state.oauth.accessTokens.set(privateApp.token, {
    kind: 'private-app',
    portalId,
    userId: undefined,
    scopes: privateApp.scopes ?? ALL_SCOPES,
    expiresAtMs: Number.POSITIVE_INFINITY,
  });
}

const ALL_SCOPES = [
  'oauth',
  'automation',
  'crm.objects.owners.read',
  'crm.lists.read',
  ...['contacts', 'companies', 'deals'].flatMap((name) => [
    `crm.objects.${name}.read`,
    `crm.objects.${name}.write`,
    `crm.schemas.${name}.read`,
    `crm.schemas.${name}.write`,
  ]),
];
