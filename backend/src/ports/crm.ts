import type { RefusedProperty } from '../domain/errors.ts';
import type { ObjectType } from '../domain/portal/settings.ts';
import type { IsoDateTime } from '../domain/time.ts';

/**
 * One caller's way into one portal. Made per run: it carries the token, the class of the work and the count of calls.
 */
export interface CrmSession {
  readonly organizationId: string;
  readonly portalId: number;
  /** Interactive calls go before all others of the same portal. */
  readonly priority: 'interactive' | 'background';
  /** A valid access token; with `rejectedToken` (answered 401) a fresh one. Throws `disconnected` when there is none. */
  getAccessToken(options?: { readonly rejectedToken: string }): Promise<string>;
  /** Called once per request sent, repeats included. */
  countCall(): void;
  /** How long a call may wait for the CRM's limits, in milliseconds from now; absent: within its usual time. */
  readonly patienceMs?: () => number;
  /** Told when a call begins and ends to wait for the CRM's limits; waits of several calls overlap. */
  readonly noteWait?: (isWaiting: boolean) => void;
  /** Asked when a call has its place in the CRM's limits, just before each request; what it throws is thrown, and nothing sent. */
  readonly mayLeave?: () => Promise<void>;
}

/** One entry of a property's history. */
export interface PropertyVersion {
  readonly value: string;
  readonly at: IsoDateTime;
  /** HubSpot's words, e.g. `CRM_UI`, `INTEGRATION`, `API`, `IMPORT`, `WORKFLOWS`. */
  readonly sourceType: string;
  /** For integrations the app id; null when HubSpot gives none. */
  readonly sourceId: string | null;
  readonly userId: number | null;
}

/** A CRM record as read. */
export interface CrmRecord {
  /** The id of the surviving record when the asked one was merged away. */
  readonly id: string;
  readonly objectType: ObjectType;
  /** null: no value; absent: the account lacks the property. */
  readonly properties: Readonly<Record<string, string | null>>;
  /** The newest entry of each property that was asked for with its history, alone in its list; older ones are not kept. */
  readonly history: Readonly<Record<string, readonly PropertyVersion[]>>;
  /** Ids by object type, the primary company first. */
  readonly associations: Readonly<Partial<Record<ObjectType, readonly string[]>>>;
}

/** What to read of a record. */
export interface ReadRecordInput {
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly properties: readonly string[];
  readonly propertiesWithHistory: readonly string[];
  readonly associations: readonly ObjectType[];
}

/** A property of ours, to be created at the portal. */
export interface PropertyDefinition {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly type: 'string' | 'number' | 'enumeration' | 'datetime';
  readonly fieldType: 'text' | 'textarea' | 'number' | 'select' | 'date';
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** A property as the portal has it. */
export interface PortalProperty {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly fieldType: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly readOnly: boolean;
  /** Where the options come from when they are no list of the property's own: owners, or stages and the like; null: its own. */
  readonly optionsFrom?: 'owners' | 'elsewhere' | null;
}

/** What `ensureProperties` found and did for one object type. */
export interface EnsuredProperties {
  readonly objectType: ObjectType;
  readonly created: readonly string[];
  readonly present: readonly string[];
  /** There, but with another type: left alone and reported. */
  readonly incompatible: readonly {
    readonly name: string;
    readonly expectedType: string;
    readonly actualType: string;
  }[];
}

/** How a write of properties ended. */
export type UpdateOutcome =
  | { readonly kind: 'written' }
  /** The portal's rules refused these; nothing of this request was written. */
  | { readonly kind: 'refused'; readonly properties: readonly RefusedProperty[]; readonly message: string }
  | { readonly kind: 'gone' };

/** What to write to one record of many. */
export interface RecordUpdate {
  readonly objectId: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** How the write of one record of many ended. */
export type RecordUpdateOutcome = UpdateOutcome & { readonly objectId: string };

/** The account behind a portal. */
export interface CrmAccount {
  readonly portalId: number;
  readonly timeZone: string;
  readonly uiDomain: string;
}

/**
 * The CRM as the product needs it.
 *
 * Contract for implementers:
 * - reads answer undefined for what is not there; they throw when they got no answer (never "not found" for "it broke");
 * - 429, 423, 477, 5xx, resets and timeouts are repeated within the call's deadline as the CRM asks, then thrown as
 *   `rate_limited` or `upstream_unavailable`; a 401 is repeated once with a fresh token; 403 throws `upstream_missing_scopes`;
 * - `updateRecord` and `updateRecords` are safe to repeat (same values by record id) and are repeated after a lost answer;
 * - `ensureProperties` is idempotent: it creates what is missing (group included), restores what was archived, and
 *   never changes a property that exists;
 * - every request is on a dated path and valid against the CRM's OpenAPI document.
 */
export interface Crm {
  readRecord(session: CrmSession, input: ReadRecordInput): Promise<CrmRecord | undefined>;
  updateRecord(
    session: CrmSession,
    input: {
      readonly objectType: ObjectType;
      readonly objectId: string;
      readonly properties: Readonly<Record<string, string>>;
    },
  ): Promise<UpdateOutcome>;
  /** Writes many records of one type; what one row refuses never keeps the others from being written. One outcome each. */
  updateRecords(
    session: CrmSession,
    objectType: ObjectType,
    updates: readonly RecordUpdate[],
  ): Promise<readonly RecordUpdateOutcome[]>;
  /** Companies whose `domain` is this one, oldest first, at most 5. */
  findCompaniesByDomain(
    session: CrmSession,
    domain: string,
    properties: readonly string[],
  ): Promise<readonly CrmRecord[]>;
  ensureProperties(
    session: CrmSession,
    objectType: ObjectType,
    definitions: readonly PropertyDefinition[],
  ): Promise<EnsuredProperties>;
  /** Archives these properties with their values; those that are gone already are no problem. */
  removeProperties(session: CrmSession, objectType: ObjectType, names: readonly string[]): Promise<void>;
  /** Those of these names that are there, in one request; without names all. */
  readProperties(
    session: CrmSession,
    objectType: ObjectType,
    names?: readonly string[],
  ): Promise<readonly PortalProperty[]>;
  readAccount(session: Pick<CrmSession, 'getAccessToken' | 'countCall' | 'priority'>): Promise<CrmAccount>;
  /** Ids of active owners. */
  readOwnerIds(session: CrmSession): Promise<readonly string[]>;
  readDealPipelines(session: CrmSession): Promise<
    readonly {
      readonly id: string;
      readonly label: string;
      readonly stages: readonly { readonly id: string; readonly label: string; readonly probability: number | null }[];
    }[]
  >;
  /** Removes the app from the account; the CRM tells its admins. Fine when it is removed already. */
  uninstall(session: CrmSession): Promise<void>;
}
