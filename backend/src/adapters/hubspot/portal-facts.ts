import { z } from 'zod';
import type { CrmOwner } from '../../ports/automation-crm.ts';
import type { Crm, CrmAccount, CrmSession } from '../../ports/crm.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { parseReply } from './parse-reply.ts';
import type { HubspotTransport, TransportSession } from './transport.ts';

const account = z.object({ portalId: z.number().int(), timeZone: z.string(), uiDomain: z.string() });

/** Reads which account the token belongs to. */
export async function readAccount(transport: HubspotTransport, session: TransportSession): Promise<CrmAccount> {
  const path = `/account-info/${HUBSPOT_API_VERSION}/details`;
  return parseReply(account, await transport.call(session, { method: 'GET', path, isRepeatable: true }));
}

const text = z.string().nullish();
const ownerPage = z.object({
  results: z.array(
    z.object({ id: z.string(), archived: z.boolean().nullish(), firstName: text, lastName: text, email: text }),
  ),
  paging: z.object({ next: z.object({ after: z.string() }).nullish() }).nullish(),
});

// HubSpot's default page; a portal with more owners than this many pages would be beyond any it sells.
const OWNERS_PER_PAGE = 100;
const MAX_OWNER_PAGES = 100;

/** Reads the ids of all owners that are not archived. */
export async function readOwnerIds(transport: HubspotTransport, session: CrmSession): Promise<readonly string[]> {
  return (await readOwners(transport, session)).map(({ id }) => id);
}

/** Reads all owners that are not archived. */
export async function readOwners(transport: HubspotTransport, session: CrmSession): Promise<readonly CrmOwner[]> {
  const owners: CrmOwner[] = [];
  let after: string | undefined;
  for (let page = 0; page < MAX_OWNER_PAGES; page += 1) {
    const query: [string, string][] = [['limit', String(OWNERS_PER_PAGE)]];
    if (after !== undefined) query.push(['after', after]);
    const path = `/crm/owners/${HUBSPOT_API_VERSION}`;
    const reply = parseReply(
      ownerPage,
      await transport.call(session, { method: 'GET', path, query, isRepeatable: true }),
    );
    owners.push(...reply.results.filter(({ archived }) => archived !== true).map(toOwner));
    after = reply.paging?.next?.after;
    if (after === undefined) break;
  }
  return owners;
}

function toOwner({ id, firstName, lastName, email }: z.infer<typeof ownerPage>['results'][number]): CrmOwner {
  const name = [firstName, lastName].filter(Boolean).join(' ');
  return { id, name: name || email || id, email: email ?? null };
}

const stage = z.object({
  id: z.string(),
  label: z.string(),
  archived: z.boolean().nullish(),
  metadata: z.object({ probability: z.union([z.string(), z.number()]).nullish() }).nullish(),
});
const pipelines = z.object({
  results: z.array(
    z.object({ id: z.string(), label: z.string(), archived: z.boolean().nullish(), stages: z.array(stage) }),
  ),
});

/** Reads the deal pipelines in use with their stages; `probability` is 1 for won and 0 for lost. */
export async function readDealPipelines(
  transport: HubspotTransport,
  session: CrmSession,
): Promise<Awaited<ReturnType<Crm['readDealPipelines']>>> {
  const path = `/crm/pipelines/${HUBSPOT_API_VERSION}/{objectType}`;
  const params = { objectType: 'deals' };
  const reply = await transport.call(session, { method: 'GET', path, params, isRepeatable: true });
  return parseReply(pipelines, reply)
    .results.filter((pipeline) => pipeline.archived !== true)
    .map(({ id, label, stages }) => ({
      id,
      label,
      stages: stages.filter(({ archived }) => archived !== true).map(toStage),
    }));
}

function toStage({ id, label, metadata }: z.infer<typeof stage>) {
  const probability = Number.parseFloat(String(metadata?.probability ?? ''));
  return { id, label, probability: Number.isFinite(probability) ? probability : null };
}
