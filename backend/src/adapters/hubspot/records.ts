import { z } from 'zod';
import type { Crm, CrmRecord, CrmSession, ReadRecordInput, UpdateOutcome } from '../../ports/crm.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { parseReply } from './parse-reply.ts';
import { toCrmRecord, wireRecord } from './record-shape.ts';
import { refusalOf } from './refused-values.ts';
import type { HubspotTransport } from './transport.ts';

const RECORDS = `/crm/objects/${HUBSPOT_API_VERSION}/{objectType}`;
const RECORD = `${RECORDS}/{objectId}`;

/** Reads one record with values, history and associations in one call; undefined when HubSpot has no such record. */
export async function readRecord(
  transport: HubspotTransport,
  session: CrmSession,
  input: ReadRecordInput,
): Promise<CrmRecord | undefined> {
  const { objectType, objectId } = input;
  const query = (['properties', 'propertiesWithHistory', 'associations'] as const).flatMap((name) =>
    input[name].map((value) => [name, value] as const),
  );
  const params = { objectType, objectId };
  const reply = await transport.call(session, {
    method: 'GET',
    path: RECORD,
    params,
    query,
    isRepeatable: true,
    handledStatuses: [404],
  });
  return reply.status === 404 ? undefined : toCrmRecord(objectType, parseReply(wireRecord, reply));
}

/** Writes properties of one record by its id. What the portal's own rules refuse is an outcome, not an error. */
export async function updateRecord(
  transport: HubspotTransport,
  session: CrmSession,
  input: Parameters<Crm['updateRecord']>[1],
): Promise<UpdateOutcome> {
  const { objectType, objectId, properties } = input;
  const reply = await transport.call(session, {
    method: 'PATCH',
    path: RECORD,
    params: { objectType, objectId },
    json: { properties },
    isRepeatable: true,
    handledStatuses: [400, 404],
  });
  if (reply.status === 404) return { kind: 'gone' };
  return reply.status === 400 ? refusalOf(reply) : { kind: 'written' };
}

const searchAnswer = z.object({ results: z.array(wireRecord) });

// One domain is rarely on more than a handful of companies; more than that needs a person anyway.
const MAX_COMPANIES = 5;

/** Searches companies by exact domain, oldest first. The index lags behind writes by some seconds. */
export async function findCompaniesByDomain(
  transport: HubspotTransport,
  session: CrmSession,
  domain: string,
  properties: readonly string[],
): Promise<readonly CrmRecord[]> {
  const filter = { propertyName: 'domain', operator: 'EQ', value: domain.toLowerCase() };
  const reply = await transport.call(session, {
    method: 'POST',
    path: `${RECORDS}/search`,
    params: { objectType: 'companies' },
    json: {
      filterGroups: [{ filters: [filter] }],
      properties,
      sorts: ['createdate'],
      limit: MAX_COMPANIES,
      after: '0',
    },
    bucket: 'search',
    isRepeatable: true,
  });
  return parseReply(searchAnswer, reply).results.map((wire) => toCrmRecord('companies', wire));
}
