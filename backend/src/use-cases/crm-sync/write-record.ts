import { AppError, type RefusedProperty } from '../../domain/errors.ts';
import { decideSyncedValues, hashOfValue } from '../../domain/sync/decide-synced-values.ts';
import type { PropertyValues } from '../../domain/sync/synced-properties.ts';
import type { CrmRecord } from '../../ports/crm.ts';
import type { CreateOutcome } from '../../ports/sync-crm.ts';
import type { SyncedRecord, SyncedRecordKeys } from '../../ports/synced-record-store.ts';
import type { SyncDeps, SyncedState, SyncWork } from './sync-work.ts';

/** The record to write over, and what a sync wrote there before. */
export interface ExistingRecord {
  readonly record: CrmRecord;
  readonly known: SyncedRecord | undefined;
}

/**
 * Writes values over a record that exists, as far as they are its own or empty; what the account's rules refuse is left
 * out and told.
 *
 * @returns undefined when the record went away meanwhile
 */
export async function updateExisting(
  deps: SyncDeps,
  work: SyncWork,
  keys: SyncedRecordKeys,
  existing: ExistingRecord,
  values: PropertyValues,
): Promise<SyncedState | undefined> {
  const { record, known } = existing;
  const isSame = known?.crmRecordId === record.id;
  const { write, kept } = decideSyncedValues({
    values,
    current: record.properties,
    history: record.history,
    syncedHashes: isSame ? known.syncedHashes : {},
    ownSourceIds: ownSourceIdsOf(deps, work),
  });
  const { objectType } = keys;
  const sent = await withoutRefused(work, write, async (properties) => {
    const outcome = await deps.crm.updateRecord(work.session, { objectType, objectId: record.id, properties });
    return outcome.kind === 'refused' ? outcome : { kind: 'done', result: outcome.kind };
  });
  if (sent.result === 'gone') return undefined;
  if (kept.length > 0) work.notes.push(`kept what somebody else set: ${kept.join(', ')}`);
  await remember(deps, keys, record.id, sent.properties);
  const written = Object.keys(sent.properties);
  return { crmRecordId: record.id, operation: written.length > 0 ? 'update' : 'none', written, kept };
}

/** How making a record went. */
export type Created =
  | { readonly kind: 'created'; readonly state: SyncedState }
  /** There is one after all: with this id, or to be looked for again. */
  | { readonly kind: 'there'; readonly id: string | undefined };

/** Makes a record; what the account's rules refuse is left out and told. */
export async function createRecord(
  deps: SyncDeps,
  work: SyncWork,
  keys: SyncedRecordKeys,
  values: PropertyValues,
  create: (properties: PropertyValues) => Promise<CreateOutcome>,
): Promise<Created> {
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const made = await withoutRefused(work, filled, async (properties) => {
    const outcome = await create(properties);
    return outcome.kind === 'refused' ? outcome : { kind: 'done', result: outcome };
  });
  const outcome = made.result ?? (await createEmpty(create));
  if (outcome.kind === 'exists') return { kind: 'there', id: undefined };
  if (outcome.kind === 'found') return { kind: 'there', id: outcome.id };
  await remember(deps, keys, outcome.id, made.properties);
  const written = Object.keys(made.properties);
  return { kind: 'created', state: { crmRecordId: outcome.id, operation: 'create', written, kept: [] } };
}

/** A contact of which only the address is known. */
async function createEmpty(create: (properties: PropertyValues) => Promise<CreateOutcome>) {
  const outcome = await create({});
  if (outcome.kind === 'refused') throw refusal(outcome.properties);
  return outcome;
}

type Attempt<T> =
  | { readonly kind: 'refused'; readonly properties: readonly RefusedProperty[] }
  | { readonly kind: 'done'; readonly result: T };

/** Sends values, and again without those that the account refuses by name: it may name one at a time. */
async function withoutRefused<T>(
  work: SyncWork,
  values: PropertyValues,
  send: (properties: PropertyValues) => Promise<Attempt<T>>,
): Promise<{ readonly properties: PropertyValues; readonly result: T | undefined }> {
  if (Object.keys(values).length === 0) return { properties: {}, result: undefined };
  const attempt = await send(values);
  if (attempt.kind === 'done') return { properties: values, result: attempt.result };
  const refused = attempt.properties.map(({ property }) => property).filter((name) => name in values);
  if (refused.length === 0) throw refusal(attempt.properties);
  work.notes.push(`refused by the account: ${refused.join(', ')}`);
  const rest = Object.fromEntries(Object.entries(values).filter(([name]) => !refused.includes(name)));
  return withoutRefused(work, rest, send);
}

function refusal(properties: readonly RefusedProperty[]): AppError {
  const names = properties.map(({ property }) => property).join(', ');
  return new AppError('upstream_rejected', `The CRM account’s own rules refuse this record${names && ` (${names})`}.`);
}

function remember(deps: SyncDeps, keys: SyncedRecordKeys, crmRecordId: string, written: PropertyValues) {
  const syncedHashes = Object.fromEntries(
    Object.entries(written).map(([property, value]) => [property, hashOfValue(property, value)]),
  );
  return deps.syncs.remember({ ...keys, crmRecordId, syncedHashes });
}

/** A private app writes under an id of its own, which we do not know: then our memory alone tells whose a value is. */
function ownSourceIdsOf(deps: SyncDeps, work: SyncWork): readonly string[] {
  return work.integration.installation.authKind === 'private_app' ? [] : deps.ownSourceIds;
}
