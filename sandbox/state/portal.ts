import { type AssociationStore, makeAssociationStore } from './association-store.ts';
import type { CrmRecord } from './crm-record.ts';
import { makeDefaultCatalog } from './default-catalog.ts';
import { OBJECT_TYPE_IDS, type ObjectTypeId } from './object-types.ts';
import type { PropertyCatalog } from './property-definition.ts';
import type { WriteRule } from './write-rule.ts';

/** One HubSpot account: its people, its settings and every record in it. */
export interface PortalUser {
  readonly id: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly superAdmin: boolean;
}

export interface PortalOwner {
  readonly id: string;
  readonly userId: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly archived: boolean;
}

export interface PipelineStage {
  readonly id: string;
  readonly label: string;
  /** 0–1 as HubSpot writes it: `"0.2"`; `"1.0"` is won, `"0.0"` lost. */
  readonly probability: string;
}

export interface Pipeline {
  readonly id: string;
  readonly label: string;
  readonly stages: readonly PipelineStage[];
}

/** A list of records; who is on it is set through the control API. */
export interface PortalList {
  readonly listId: string;
  readonly name: string;
  readonly objectTypeId: ObjectTypeId;
  readonly recordIds: readonly string[];
  readonly createdAtMs: number;
}

export type AccountType = 'STANDARD' | 'DEVELOPER_TEST' | 'SANDBOX' | 'APP_DEVELOPER';

export interface Portal {
  readonly id: number;
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly accountType: AccountType;
  readonly createdAtMs: number;
  readonly users: PortalUser[];
  readonly owners: PortalOwner[];
  readonly pipelines: Pipeline[];
  readonly catalogs: ReadonlyMap<ObjectTypeId, PropertyCatalog>;
  readonly records: ReadonlyMap<ObjectTypeId, Map<string, CrmRecord>>;
  readonly associations: AssociationStore;
  readonly lists: Map<string, PortalList>;
  writeRules: readonly WriteRule[];
  installed: boolean;
  lastId: number;
}

export interface PortalFacts {
  readonly id: number;
  readonly name: string;
  readonly timeZone?: string | undefined;
  readonly currency?: string | undefined;
  readonly accountType?: AccountType | undefined;
}

// Record ids start high enough that nobody mistakes them for a position in a list.
const FIRST_RECORD_ID = 20_000_000;

/** Makes an empty portal with HubSpot's default properties, pipeline and groups. */
export function makePortal(facts: PortalFacts, nowMs: number): Portal {
  return {
    id: facts.id,
    name: facts.name,
    timeZone: facts.timeZone ?? 'Europe/London',
    currency: facts.currency ?? 'GBP',
    accountType: facts.accountType ?? 'STANDARD',
    createdAtMs: nowMs,
    users: [],
    owners: [],
    pipelines: [DEFAULT_PIPELINE],
    catalogs: new Map(OBJECT_TYPE_IDS.map((id) => [id, makeDefaultCatalog(id, nowMs)])),
    records: new Map(OBJECT_TYPE_IDS.map((id) => [id, new Map<string, CrmRecord>()])),
    associations: makeAssociationStore(),
    lists: new Map(),
    writeRules: [],
    installed: false,
    lastId: FIRST_RECORD_ID,
  };
}

/** The next free record id of a portal; the same run of calls gives the same ids. */
export function takeNextId(portal: Portal): string {
  portal.lastId += 1;
  return String(portal.lastId);
}

const DEFAULT_PIPELINE: Pipeline = {
  id: 'default',
  label: 'Sales Pipeline',
  stages: [
    { id: 'appointmentscheduled', label: 'Appointment Scheduled', probability: '0.2' },
    { id: 'qualifiedtobuy', label: 'Qualified To Buy', probability: '0.4' },
    { id: 'presentationscheduled', label: 'Presentation Scheduled', probability: '0.6' },
    { id: 'decisionmakerboughtin', label: 'Decision Maker Bought-In', probability: '0.8' },
    { id: 'contractsent', label: 'Contract Sent', probability: '0.9' },
    { id: 'closedwon', label: 'Closed Won', probability: '1.0' },
    { id: 'closedlost', label: 'Closed Lost', probability: '0.0' },
  ],
};
