import { z } from 'zod';
import type { ObjectType } from '../../domain/portal/settings.ts';
import type { CrmChanges } from '../../ports/crm-changes.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { parseReply } from './parse-reply.ts';
import type { HubspotTransport } from './transport.ts';

const SEARCH = `/crm/objects/${HUBSPOT_API_VERSION}/{objectType}/search`;

/** HubSpot's name of the date of the last change; contacts have one of their own. */
const MODIFIED: Readonly<Record<ObjectType, string>> = {
  contacts: 'lastmodifieddate',
  companies: 'hs_lastmodifieddate',
  deals: 'hs_lastmodifieddate',
};

const answer = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      properties: z.record(z.string(), z.string().nullable()),
      createdAt: z.coerce.date(),
      updatedAt: z.coerce.date(),
    }),
  ),
  paging: z.object({ next: z.object({ after: z.string() }).nullish() }).nullish(),
});

/** HubSpot: at most 10,000 results of one search, whatever is paged. */
const MAX_RESULTS = 10_000;
const MAX_CONTACTS = 200;

/** Makes the port over HubSpot's search, which has its own limit of five calls a second. */
export function makeCrmChanges(transport: HubspotTransport): CrmChanges {
  const search: Search = async (session, objectType, json) => {
    const reply = await transport.call(session, {
      method: 'POST',
      path: SEARCH,
      params: { objectType },
      json,
      bucket: 'search',
      isRepeatable: true,
    });
    return parseReply(answer, reply);
  };
  return {
    async findChanged(session, { objectType, since, properties, limit, after }) {
      const modified = MODIFIED[objectType];
      const filter = { propertyName: modified, operator: 'GTE', value: String(since.getTime()) };
      const { results, paging } = await search(session, objectType, {
        filterGroups: [{ filters: [filter] }],
        properties: [...properties, modified],
        sorts: [modified],
        limit,
        after: after ?? '0',
      });
      const next = paging?.next?.after ?? null;
      return {
        records: results.map(({ id, properties: values, createdAt, updatedAt }) => {
          const changedAt = new Date(values[modified] ?? updatedAt);
          return { id, objectType, properties: values, createdAt, changedAt };
        }),
        next: next !== null && Number(next) + limit <= MAX_RESULTS ? next : null,
      };
    },
    async findContactIds(session, email) {
      const filter = { propertyName: 'email', operator: 'EQ', value: email.trim().toLowerCase() };
      const { results } = await search(session, 'contacts', {
        filterGroups: [{ filters: [filter] }],
        properties: ['email'],
        sorts: ['createdate'],
        limit: MAX_CONTACTS,
        after: '0',
      });
      return results.map(({ id }) => id);
    },
  };
}

type Search = (
  session: Parameters<HubspotTransport['call']>[0],
  objectType: ObjectType,
  json: unknown,
) => Promise<z.infer<typeof answer>>;
