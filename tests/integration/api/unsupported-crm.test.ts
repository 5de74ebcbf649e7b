import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../scripts/smartsync/commands.ts';
import { type ApiWorld, startApiWorld, TOKEN } from './api-world.ts';

const ORGANIZATION = randomUUID();
const CONTACT = { email: 'nobody@gmail.com' };
let world: ApiWorld;

beforeAll(async () => {
  world = await startApiWorld();
  await world.connect(ORGANIZATION);
});
afterAll(() => world.stop());

/** Every call that can name a CRM. */
const callsFor = (crm_type: string) =>
  [
    ['POST', '/connect', { crm_type, access_token: TOKEN }],
    ['GET', `/connect?crm_type=${crm_type}`, undefined],
    ['POST', '/sync', { crm_type, entity_type: 'contact', contact: CONTACT }],
    ['POST', '/sync/batch', { crm_type, entity_type: 'contact', contacts: [CONTACT] }],
    ['GET', `/sync?crm_type=${crm_type}`, undefined],
  ] as const;

const send = (method: string, path: string, body: object | undefined) =>
  world.api(path, { organizationId: ORGANIZATION, method, ...(body === undefined ? {} : { body }) });

describe('Salesforce, which is not built', () => {
  it.each(callsFor('salesforce'))('is answered with its code and reaches no CRM: %s %s', async (method, path, body) => {
    await world.forgetRequests();

    const answer = await send(method, path, body);

    expect(answer).toMatchObject({
      status: 422,
      body: { success: false, code: 'UNSUPPORTED_CRM', error: 'salesforce is not supported yet; use hubspot' },
    });
    expect(await world.requests()).toEqual([]);
  });

  it.each(['connections', 'logs'])('is named by the operator’s command too: %s', (name) => {
    const command = COMMANDS.find((one) => one.name === name);

    expect(() => command?.prepare({ crm: 'salesforce' }, [])).toThrow('UNSUPPORTED_CRM: salesforce is not supported');
    expect(() => command?.prepare({ crm: 'pipedrive' }, [])).toThrow('--crm takes hubspot or salesforce.');
  });
});

it.each(callsFor('pipedrive'))('a CRM that nobody has heard of is a wrong shape: %s %s', async (method, path, body) => {
  expect(await send(method, path, body)).toMatchObject({
    status: 422,
    body: {
      code: 'VALIDATION',
      details: { fields: [{ field: 'crm_type', message: 'must be hubspot or salesforce' }] },
    },
  });
});

it.each(callsFor('hubspot'))('HubSpot may be named: %s %s', async (method, path, body) => {
  expect((await send(method, path, body)).status).toBe(200);
});
