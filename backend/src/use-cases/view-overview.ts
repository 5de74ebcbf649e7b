import { AppError } from '../domain/errors.ts';
import type { ObjectType } from '../domain/portal/settings.ts';
import { waitAtMost } from '../lib/wait-at-most.ts';
import type { BulkCrm } from '../ports/bulk-crm.ts';
import type { Installation } from '../ports/installation-store.ts';
import type { OverviewStore, StoredOverview } from '../ports/overview-store.ts';
import type { GetAccessTokenDeps } from './get-access-token.ts';
import { openCrmSession } from './open-crm-session.ts';

const OBJECT_TYPES: readonly ObjectType[] = ['contacts', 'companies', 'deals'];

/** Who opens the overview is not kept waiting for totals: HubSpot's search limit may be used up for minutes. */
const COUNTED_WITHIN_MS = 3_000;
const TOO_SLOW = 'HubSpot is busy with other work of this account; reload in a minute';

/** What the use case touches. */
export interface ViewOverviewDeps extends GetAccessTokenDeps {
  readonly overview: OverviewStore;
  readonly bulkCrm: Pick<BulkCrm, 'countRecords'>;
}

/** What oppSpot knows of an account's records, in sum. */
export interface Overview extends StoredOverview {
  /** Records in HubSpot per object type; null with a reason when HubSpot could not be asked. */
  readonly inHubspot: Readonly<Record<ObjectType, number>> | null;
  readonly inHubspotUnknownBecause: string | null;
}

/** Tells how much of an account is enriched, how it scores, and what is under way. */
export async function viewOverview(deps: ViewOverviewDeps, installation: Installation): Promise<Overview> {
  const [stored, counted] = await Promise.all([
    deps.overview.read(installation.organizationId),
    countRecords(deps, installation),
  ]);
  return { ...stored, ...counted };
}

async function countRecords(deps: ViewOverviewDeps, installation: Installation) {
  if (installation.status === 'disconnected')
    return { inHubspot: null, inHubspotUnknownBecause: 'the account is not connected' };
  const session = openCrmSession(deps, installation, 'interactive');
  try {
    const counts = OBJECT_TYPES.map((objectType) => deps.bulkCrm.countRecords(session, objectType));
    const counted = await waitAtMost(Promise.all(counts), COUNTED_WITHIN_MS);
    if (counted === undefined) return { inHubspot: null, inHubspotUnknownBecause: TOO_SLOW };
    const [contacts = 0, companies = 0, deals = 0] = counted;
    return { inHubspot: { contacts, companies, deals }, inHubspotUnknownBecause: null };
  } catch (error) {
    const reason = error instanceof AppError ? error.message : 'HubSpot could not be asked';
    return { inHubspot: null, inHubspotUnknownBecause: reason };
  }
}
