import type { MadeDraft, MadeObject, MadeObjectType, MakeOutcome, RecordRef } from './automation-crm.ts';
import type { AutomationIntent, AutomationStore, ClaimedIntent, IntentKey } from './automation-store.ts';
import type { CrmSession } from './crm.ts';

/** How one create of a batch ended; `failed`: it may have been made or not, as the error says. */
export type BatchMakeOutcome = MakeOutcome | { readonly kind: 'failed'; readonly error: unknown };

/** A key, and the record for which something was made under it. */
export interface WantedObject {
  readonly key: string;
  readonly record: RecordRef;
}

/** What to look for, all of one object type. */
export interface WantedObjects {
  readonly objectType: MadeObjectType;
  readonly wanted: readonly WantedObject[];
}

/** An object and the records that it belongs to. */
export interface MadeLink {
  readonly objectType: MadeObjectType;
  readonly id: string;
  readonly belongsTo: readonly RecordRef[];
}

/**
 * `AutomationCrm` many objects at a time.
 *
 * Contract for implementers:
 * - `upsertAllByKey` and `createAllPlain` take at most 100 drafts of one object type with different keys and answer one
 *   outcome each, in their order: what one row is refused for never costs the others theirs. They never reject;
 * - `upsertAllByKey` does not look first: what is there under a key gets the draft's values. It may be sent again;
 * - `createAllPlain` is never sent twice once it may have been carried out: then its rows are `failed` with
 *   `mayHaveBeenApplied`;
 * - `findAllByKey` looks by key alone; `findAllAssociated` only among what is associated with the records, which costs
 *   nothing where nothing is; `findAllByMarker` looks there for the key's marker. What is not found is absent;
 * - `associateAll` is safe to repeat, and answers for each link undefined or why it could not be made;
 * - `readDealsOfAll` answers by `recordName`, and leaves out who has none.
 */
export interface BulkAutomationCrm {
  upsertAllByKey(session: CrmSession, drafts: readonly MadeDraft[]): Promise<readonly BatchMakeOutcome[]>;
  createAllPlain(session: CrmSession, drafts: readonly MadeDraft[]): Promise<readonly BatchMakeOutcome[]>;
  findAllByKey(
    session: CrmSession,
    objectType: MadeObjectType,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, MadeObject>>;
  findAllAssociated(session: CrmSession, wanted: WantedObjects): Promise<ReadonlyMap<string, MadeObject>>;
  findAllByMarker(session: CrmSession, wanted: WantedObjects): Promise<ReadonlyMap<string, MadeObject>>;
  associateAll(session: CrmSession, links: readonly MadeLink[]): Promise<readonly unknown[]>;
  readDealsOfAll(
    session: CrmSession,
    records: readonly RecordRef[],
  ): Promise<ReadonlyMap<string, readonly MadeObject[]>>;
}

/** Names a record among those of other types. */
export function recordName({ objectType, id }: RecordRef): string {
  return `${objectType}/${id}`;
}

type Input<Method extends 'claim' | 'markSent' | 'confirm' | 'release'> = Omit<
  Parameters<AutomationStore[Method]>[0],
  'organizationId'
>;

/**
 * `AutomationStore` for many records of one organisation, each method one statement with the same rules.
 *
 * Contract for implementers: answers come in the order of the inputs. Of two claims for the same purpose of the same
 * record the first gets it. Inputs of the other methods name different purposes or records.
 */
export interface BulkAutomationStore {
  listAll(organizationId: string, records: readonly RecordRef[]): Promise<readonly AutomationIntent[]>;
  claimAll(organizationId: string, claims: readonly Input<'claim'>[]): Promise<readonly (ClaimedIntent | undefined)[]>;
  markAllSent(organizationId: string, sent: readonly Input<'markSent'>[]): Promise<readonly boolean[]>;
  confirmAll(organizationId: string, made: readonly Input<'confirm'>[]): Promise<void>;
  releaseAll(organizationId: string, held: readonly Input<'release'>[]): Promise<void>;
  letGoOfAll(organizationId: string, held: readonly Input<'release'>[]): Promise<void>;
}

/** Names one purpose of one record within an organisation. */
export function intentName({ objectType, recordId, purpose }: Omit<IntentKey, 'organizationId'>): string {
  return `${purpose}:${objectType}:${recordId}`;
}
