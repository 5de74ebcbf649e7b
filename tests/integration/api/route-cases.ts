import { expect } from 'vitest';
import { type ApiAnswer, OTHER_TOKEN, TOKEN } from './api-world.ts';

/** One call of a route. */
export interface Call {
  readonly path: string;
  readonly body?: unknown;
}

/** What every route must have: who may not, what is not there, what is wrong, and what it is for. */
export interface RouteCases {
  /** Good for this connection of one's own organisation. */
  readonly happy: (id: string) => Call;
  /** Whether owners and admins alone may. */
  readonly isManaged: boolean;
  /** The same about a connection of somebody else: how it is refused, or that nothing of it is shown. */
  readonly foreign: (answer: ApiAnswer, call: Call) => void;
  /** A call of a wrong shape and the status that refuses it. */
  readonly wrong: Call & { readonly status: 404 | 422 };
}

export const CONTACT = { entity_type: 'contact', contact: { email: 'own@example.com' } };
export const BATCH = { entity_type: 'contact', contacts: [{ email: 'one@example.com' }, { email: 'two@example.com' }] };
const isUnknown: RouteCases['foreign'] = (answer) =>
  expect(answer).toMatchObject({ status: 404, body: { success: false, code: 'INTEGRATION_NOT_FOUND' } });

/**
 * The cases of every route of the integration API.
 *
 * @param idOf the connection of one's own organisation, or of somebody else; asked when a case is used
 */
export function makeRouteCases(idOf: (whose: 'own' | 'foreign') => string): Readonly<Record<string, RouteCases>> {
  return {
    'POST /connect': {
      happy: (id) => ({
        path: '/connect',
        body: { crm_type: 'hubspot', access_token: id === idOf('own') ? TOKEN : OTHER_TOKEN },
      }),
      isManaged: true,
      foreign: (answer) => expect(answer).toMatchObject({ status: 409, body: { success: false, code: 'CONFLICT' } }),
      wrong: { path: '/connect', body: { crm_type: 'hubspot' }, status: 422 },
    },
    'GET /connect': {
      happy: () => ({ path: '/connect' }),
      isManaged: false,
      foreign: (answer) => expect(JSON.stringify(answer.body)).not.toContain(idOf('foreign')),
      wrong: { path: '/connect?crm_type=pipedrive', status: 422 },
    },
    'GET /sync': {
      happy: (id) => ({ path: `/sync?limit=5&integration_id=${id}` }),
      isManaged: false,
      foreign: isUnknown,
      wrong: { path: '/sync?limit=101', status: 422 },
    },
    'POST /sync': {
      happy: (id) => ({ path: '/sync', body: { ...CONTACT, integration_id: id } }),
      isManaged: false,
      foreign: isUnknown,
      wrong: { path: '/sync', body: { entity_type: 'contact', contact: { email: 'no address' } }, status: 422 },
    },
    'POST /sync/batch': {
      happy: (id) => ({ path: '/sync/batch', body: { ...BATCH, integration_id: id } }),
      isManaged: false,
      foreign: isUnknown,
      wrong: { path: '/sync/batch', body: { entity_type: 'contact', contacts: [] }, status: 422 },
    },
    'GET /{id}/mappings': {
      happy: (id) => ({ path: `/${id}/mappings` }),
      isManaged: false,
      foreign: isUnknown,
      wrong: { path: '/no-uuid/mappings', status: 404 },
    },
    'PUT /{id}/mappings': {
      happy: (id) => ({ path: `/${id}/mappings`, body: { mappings: {} } }),
      isManaged: true,
      foreign: isUnknown,
      wrong: { path: '/{own}/mappings', body: { mappings: { contacts: 'none' } }, status: 422 },
    },
    'GET /{id}/fields': {
      happy: (id) => ({ path: `/${id}/fields?entity_type=company` }),
      isManaged: false,
      foreign: isUnknown,
      wrong: { path: '/{own}/fields?entity_type=ticket', status: 422 },
    },
    // The last one: it ends the connection that the others use.
    'DELETE /connect/{id}': {
      happy: (id) => ({ path: `/connect/${id}` }),
      isManaged: true,
      foreign: isUnknown,
      wrong: { path: '/connect/no-uuid', status: 404 },
    },
  };
}
