import { type EnrichmentPlan, planCostRecords } from '../enrichment-records.ts';
import { FIRST_PORTALS } from '../first-portals.ts';
import type { PeerWork } from './peer-work.ts';

/** A peer and how it is described in the table. */
export interface Peer {
  readonly name: string;
  readonly pattern: PeerWork['pattern'];
  readonly portalId: number;
  readonly token: string;
}

/** Contacts of one company; each company gets one deal, so that deals are a quarter of the contacts. */
export const CONTACTS_PER_COMPANY = 4;
const OUR_PORTAL = FIRST_PORTALS.bulk;
const KNOWN_PORTAL = OUR_PORTAL + 1;

const PEERS = [
  ['earlier SmartSync, one after the other', 'sequential'],
  ['earlier SmartSync, 32 at once', 'parallel'],
  ['@hubspot/api-client in a loop', 'sdk'],
  ['one record a call, 3 repeats', 'template'],
  ['textbook batches, slower after 429', 'batch'],
] as const;

/** A portal for us and one for each peer, all with the same companies and contacts. */
export interface BulkPlan extends EnrichmentPlan {
  /** Enriched as all of a type. */
  readonly ourPortalId: number;
  /** Enriched by ids, or as a list. */
  readonly knownPortalId: number;
  readonly userId: number;
  readonly peers: readonly Peer[];
}

/** Plans portals that hold the same, of which each is used by one only: limits and records are counted by portal. */
export async function planBulkStage(input: {
  readonly databaseUrl: string;
  readonly contacts: number;
  readonly knownContacts: number;
  readonly peerContacts: number;
}): Promise<BulkPlan> {
  const most = Math.max(input.contacts, input.peerContacts, input.knownContacts);
  const companies = Math.ceil(most / CONTACTS_PER_COMPANY);
  const planned = await planCostRecords({ ...input, companies, contactsPerCompany: CONTACTS_PER_COMPANY });
  const [portal] = planned.seed.portals;
  const [user] = planned.portals;
  if (portal === undefined || user === undefined) throw new Error('no portal was planned');
  const peers = PEERS.map(([name, pattern], index) => ({
    name,
    pattern,
    portalId: KNOWN_PORTAL + 1 + index,
    token: `bench-peer-${index}`,
  }));
  const seedOf = (id: number, contacts: number) => ({
    ...portal,
    id,
    companies: (portal.companies ?? []).slice(0, Math.ceil(contacts / CONTACTS_PER_COMPANY)),
    contacts: (portal.contacts ?? []).slice(0, contacts),
  });
  return {
    ourPortalId: OUR_PORTAL,
    knownPortalId: KNOWN_PORTAL,
    userId: user.userId,
    peers,
    portals: [OUR_PORTAL, KNOWN_PORTAL, ...peers.map(({ portalId }) => portalId)].map((id) => ({
      id,
      userId: user.userId,
    })),
    records: [],
    seed: {
      portals: [
        seedOf(OUR_PORTAL, input.contacts),
        seedOf(KNOWN_PORTAL, input.knownContacts),
        ...peers.map(({ portalId, token }) => ({ ...seedOf(portalId, input.peerContacts), privateApp: { token } })),
      ],
    },
  };
}

/** Plans portals that hold the same companies and contacts, of which each is to be enriched in a run of its own. */
export async function planManyPortals(input: {
  readonly databaseUrl: string;
  readonly portals: number;
  /** Of each portal. */
  readonly contacts: number;
}): Promise<EnrichmentPlan> {
  const companies = Math.ceil(input.contacts / CONTACTS_PER_COMPANY);
  const planned = await planCostRecords({ ...input, companies, contactsPerCompany: CONTACTS_PER_COMPANY });
  const [seed] = planned.seed.portals;
  const [user] = planned.portals;
  if (seed === undefined || user === undefined) throw new Error('no portal was planned');
  const ids = Array.from({ length: input.portals }, (_, index) => FIRST_PORTALS.manyPortals + index);
  return {
    portals: ids.map((id) => ({ id, userId: user.userId })),
    records: [],
    seed: { portals: ids.map((id) => ({ ...seed, id })) },
  };
}
