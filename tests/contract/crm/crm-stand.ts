import { afterEach, beforeEach } from 'vitest';
import type { ObjectType } from '../../../backend/src/domain/portal/settings.ts';
import type { Crm, CrmSession, PropertyDefinition, ReadRecordInput } from '../../../backend/src/ports/crm.ts';

/**
 * A CRM with one portal for the battery: account 4711 (Europe/London, app.hubspot.com), the owner 501 and an archived
 * owner, company `acme` (domain acme.example) and an older company with the same domain, contact `jo` associated with
 * both (acme the primary one), deal `deal` with acme.
 */
export interface CrmStand {
  readonly crm: Crm;
  /** A token the CRM takes. */
  readonly goodToken: string;
  /** A token it answers 401. */
  readonly badToken: string;
  idOf(key: 'acme' | 'older' | 'jo' | 'deal'): string;
  deleteRecord(objectType: ObjectType, key: 'acme' | 'jo'): Promise<void>;
  /** Archives a property of ours, as an admin does. */
  archiveProperty(objectType: ObjectType, name: string): Promise<void>;
  stop(): Promise<void>;
}

/** Two properties as the app makes them. */
export const DEFINITIONS: readonly PropertyDefinition[] = [
  {
    name: 'oppspot_score',
    label: 'oppSpot score',
    description: '0 to 100',
    type: 'number',
    fieldType: 'number',
    options: [],
  },
  {
    name: 'oppspot_deal_stage',
    label: 'oppSpot stage',
    description: 'Stage',
    type: 'enumeration',
    fieldType: 'select',
    options: [
      { value: 'lead', label: 'Lead' },
      { value: 'engaged', label: 'Engaged' },
    ],
  },
];
/** The stand of the test that runs, and what the battery does with it again and again. */
export interface StandInUse {
  readonly stand: CrmStand;
  readonly crm: Crm;
  /** Gives these tokens, one after the other as they are refused; the good one unless told otherwise. */
  session(tokens?: readonly string[]): CountingSession;
  read(
    objectType: ObjectType,
    key: 'acme' | 'jo' | 'deal',
    changes?: Partial<ReadRecordInput>,
  ): ReturnType<Crm['readRecord']>;
  updateAcme(properties: Readonly<Record<string, string>>): ReturnType<Crm['updateRecord']>;
}

/** A session that keeps what it was asked. */
export interface CountingSession extends CrmSession {
  readonly calls: number;
  readonly rejected: readonly string[];
}

/** Starts a stand before each test of the block it is called in, and stops it afterwards. */
export function useStand(start: () => Promise<CrmStand>): () => StandInUse {
  let inUse: StandInUse;
  beforeEach(async () => {
    inUse = takeIntoUse(await start());
  });
  afterEach(() => inUse.stand.stop());
  return () => inUse;
}

function takeIntoUse(stand: CrmStand): StandInUse {
  const { crm } = stand;
  const session = (tokens: readonly string[] = [stand.goodToken]) => openSession(tokens);
  return {
    stand,
    crm,
    session,
    read: (objectType, key, changes = {}) => {
      const input = {
        objectType,
        objectId: stand.idOf(key),
        properties: [],
        propertiesWithHistory: [],
        associations: [],
      };
      return crm.readRecord(session(), { ...input, ...changes });
    },
    updateAcme: (properties) =>
      crm.updateRecord(session(), { objectType: 'companies', objectId: stand.idOf('acme'), properties }),
  };
}

function openSession(tokens: readonly string[]): CountingSession {
  const opened = {
    organizationId: '00000000-0000-4000-8000-000000000001',
    portalId: 4711,
    priority: 'interactive' as const,
    calls: 0,
    rejected: [] as string[],
    async getAccessToken(options?: { readonly rejectedToken: string }) {
      if (options) opened.rejected.push(options.rejectedToken);
      return tokens[Math.min(opened.rejected.length, tokens.length - 1)] ?? '';
    },
    countCall() {
      opened.calls += 1;
    },
  };
  return opened;
}
