import type { AutomationCrm, MadeObject, RecordRef } from '../../ports/automation-crm.ts';
import type { CrmSession } from '../../ports/crm.ts';
import { associateAll, findAllByMarker, readDealsOfAll } from './made-association-batches.ts';
import type { HubspotTransport } from './transport.ts';

/** Puts the object to its records, one request per object type; repeating it changes nothing. */
export async function associate(
  transport: HubspotTransport,
  session: CrmSession,
  link: Parameters<AutomationCrm['associate']>[1],
): Promise<void> {
  const [problem] = await associateAll(transport, session, [link]);
  if (problem !== undefined) throw problem;
}

/** Finds among what is associated with the record the one whose text holds the marker of the key. */
export async function findByMarker(
  transport: HubspotTransport,
  session: CrmSession,
  { objectType, key, record }: Parameters<AutomationCrm['findByMarker']>[1],
): Promise<MadeObject | undefined> {
  return (await findAllByMarker(transport, session, { objectType, wanted: [{ key, record }] })).get(key);
}

/** Reads the deals of several records, each once, with pipeline and stage. */
export async function readDealsOf(
  transport: HubspotTransport,
  session: CrmSession,
  records: readonly RecordRef[],
): Promise<readonly MadeObject[]> {
  const found = await readDealsOfAll(transport, session, records);
  return [...new Map([...found.values()].flat().map((deal) => [deal.id, deal])).values()];
}
