import { AppError } from '../domain/errors.ts';
import type { CrmChanges } from '../ports/crm-changes.ts';
import type { ErasureStore } from '../ports/erasure-store.ts';
import type { Installation } from '../ports/installation-store.ts';
import type { WebhookStore } from '../ports/webhook-store.ts';
import type { GetAccessTokenDeps } from './get-access-token.ts';
import { openCrmSession } from './open-crm-session.ts';

/** What the use case touches. */
export interface ErasePersonDeps extends GetAccessTokenDeps {
  readonly erasures: ErasureStore;
  readonly webhooks: Pick<WebhookStore, 'sort'>;
  /** undefined: HubSpot cannot be asked, only what is kept here. */
  readonly changes: Pick<CrmChanges, 'findContactIds'> | undefined;
}

/** What was done in one portal. */
export interface PersonErased {
  readonly portalId: number;
  /** Contacts of this address that were forgotten. */
  readonly contacts: number;
  /** Rows that were removed. */
  readonly rows: number;
  /** Why HubSpot could not be asked which contacts have this address; null when it was. */
  readonly problem: string | null;
}

/**
 * Forgets the person behind an e-mail address in one portal: the contacts that HubSpot finds under it and those whose
 * kept data name it. The record in HubSpot is the customer's and stays.
 */
export async function erasePerson(
  deps: ErasePersonDeps,
  { installation, email }: { readonly installation: Installation; readonly email: string },
): Promise<PersonErased> {
  const { organizationId, portalId } = installation;
  const asked = await askHubspot(deps, installation, email);
  const naming = await deps.erasures.findRecordsNaming(organizationId, email);
  const ids = [...new Set([...asked.ids, ...naming.map(({ objectId }) => objectId)])];
  if (ids.length === 0) return { portalId, contacts: 0, rows: 0, problem: asked.problem };
  // What waits undivided is no account's yet, so that nothing could be erased in it.
  while ((await deps.webhooks.sort()).hasMore);
  const records = ids.map((objectId) => ({ objectType: 'contacts' as const, objectId }));
  const { rows } = await deps.erasures.eraseRecords(organizationId, records);
  return { portalId, contacts: ids.length, rows, problem: asked.problem };
}

async function askHubspot(
  deps: ErasePersonDeps,
  installation: Installation,
  email: string,
): Promise<{ readonly ids: readonly string[]; readonly problem: string | null }> {
  if (!deps.changes) return { ids: [], problem: 'HubSpot was not asked' };
  if (installation.status === 'disconnected') return { ids: [], problem: 'the account is disconnected' };
  try {
    const session = openCrmSession(deps, installation, 'background');
    return { ids: await deps.changes.findContactIds(session, email), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ids: [], problem: error.message };
  }
}
