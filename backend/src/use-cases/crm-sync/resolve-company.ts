import { AppError } from '../../domain/errors.ts';
import { companyKey } from '../../domain/sync/sync-key.ts';
import { COMPANY_PROPERTIES, type PropertyValues } from '../../domain/sync/synced-properties.ts';
import type { CrmRecord } from '../../ports/crm.ts';
import type { SyncedRecord, SyncedRecordKeys } from '../../ports/synced-record-store.ts';
import type { SyncDeps, SyncedState, SyncWork } from './sync-work.ts';
import { createRecord, type ExistingRecord, updateExisting } from './write-record.ts';

/** A company as it is looked for. */
export interface WantedCompany {
  /** Empty when only the domain or the caller's id is known. */
  readonly name: string;
  readonly domain: string | undefined;
  /** The caller's id of it, or our id. */
  readonly externalId: string | null;
}

/** Another process may make the company between our look and our write; more often it cannot happen by chance. */
const MAX_TRIES = 3;

/** Makes sure that the CRM has this company once, with these values as far as nobody else set others. */
export async function saveCompany(
  deps: SyncDeps,
  work: SyncWork,
  wanted: WantedCompany,
  values: PropertyValues,
): Promise<SyncedState> {
  const keys = keysOf(work, wanted);
  let id: string | undefined;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const existing = await findExisting(deps, work, keys, wanted, id);
    if (existing) {
      const state = await updateExisting(deps, work, keys, existing, values);
      if (state) return state;
      continue;
    }
    const created = await createRecord(deps, work, keys, values, (properties) =>
      deps.syncCrm.createCompany(work.session, { key: keys.sourceKey, properties }),
    );
    if (created.kind === 'created') return created.state;
    id = created.id;
  }
  throw new AppError('upstream_unavailable', 'This company is being changed by somebody else. Try again in a moment.');
}

/** Finds the company of a contact without writing to it; undefined when the CRM has none. */
export async function findCompanyId(
  deps: SyncDeps,
  work: SyncWork,
  wanted: WantedCompany,
): Promise<string | undefined> {
  const keys = keysOf(work, wanted);
  const existing = await findExisting(deps, work, keys, wanted, undefined);
  if (existing && existing.known?.crmRecordId !== existing.record.id) {
    await deps.syncs.remember({ ...keys, crmRecordId: existing.record.id, syncedHashes: {} });
  }
  return existing?.record.id;
}

function keysOf(work: SyncWork, wanted: WantedCompany): SyncedRecordKeys {
  const { tenantId } = work;
  return {
    tenantId,
    objectType: 'companies',
    sourceKey: companyKey(tenantId, wanted),
    externalId: wanted.externalId,
  };
}

/** What we synced before, else what the CRM has under the domain, else the only one there of this name. */
async function findExisting(
  deps: SyncDeps,
  work: SyncWork,
  keys: SyncedRecordKeys,
  wanted: WantedCompany,
  id: string | undefined,
): Promise<ExistingRecord | undefined> {
  const known = await deps.syncs.find(keys);
  const knownId = id ?? known?.crmRecordId;
  const record = knownId === undefined ? undefined : await readCompany(deps, work, knownId);
  if (record) return { record, known: known && { ...known, crmRecordId: record.id } };
  if (known) await forget(deps, keys, known);
  const found = await search(deps, work, wanted);
  const read = found && (await readCompany(deps, work, found.id));
  return read && { record: read, known: undefined };
}

function readCompany(deps: SyncDeps, work: SyncWork, objectId: string): Promise<CrmRecord | undefined> {
  return deps.crm.readRecord(work.session, {
    objectType: 'companies',
    objectId,
    properties: COMPANY_PROPERTIES,
    propertiesWithHistory: COMPANY_PROPERTIES,
    associations: [],
  });
}

/** Deleted in the CRM: its names are free again. */
function forget(deps: SyncDeps, { tenantId, objectType }: SyncedRecordKeys, { crmRecordId }: SyncedRecord) {
  return deps.syncs.forget({ tenantId, objectType, crmRecordId });
}

async function search(deps: SyncDeps, work: SyncWork, wanted: WantedCompany): Promise<CrmRecord | undefined> {
  const { domain, name } = wanted;
  if (domain !== undefined) {
    const [oldest] = await deps.syncCrm.findCompanies(work.session, { property: 'domain', value: domain });
    return oldest;
  }
  if (name === '') return undefined;
  // A name proves little: of two companies with it neither is taken.
  const [only, another] = await deps.syncCrm.findCompanies(work.session, { property: 'name', value: name });
  return another === undefined ? only : undefined;
}
