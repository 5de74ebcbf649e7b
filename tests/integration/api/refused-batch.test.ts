import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiWorld, PORTAL, startApiWorld } from './api-world.ts';

const ORGANIZATION = randomUUID();
const PEOPLE = 60;
/** Bad rows stand alone after 1 + 2k·⌈log2 n⌉ requests at most. */
const mostRequests = (bad: number) => 1 + 2 * bad * Math.ceil(Math.log2(PEOPLE));
let world: ApiWorld;

beforeAll(async () => {
  world = await startApiWorld();
  await world.connect(ORGANIZATION);
  const rule = { kind: 'required-when', objectType: 'contacts', property: 'mobilephone' };
  const ofCompanies = { ...rule, objectType: 'companies', property: 'zip' };
  await world.control(`/portals/${PORTAL}/write-rules`, 'PUT', {
    rules: [
      { ...rule, when: { property: 'jobtitle', values: ['Director'] } },
      { ...ofCompanies, when: { property: 'description', values: ['against the rules'] } },
    ],
  });
});

beforeEach(() => world.forgetRequests());
afterAll(() => world.stop());

const batch = (body: object) => world.api('/sync/batch', { organizationId: ORGANIZATION, method: 'POST', body });
const peopleOf = (name: string, bad: readonly number[]) =>
  Array.from({ length: PEOPLE }, (_, index) => ({
    email: `${name}${index}@gmail.com`,
    title: bad.includes(index) ? 'Director' : 'Weaver',
  }));

/** Statuses of the batch writes of contacts or companies, oldest first. */
const writes = async (objectType: string): Promise<readonly number[]> => {
  const isWrite = new RegExp(`/${objectType}/batch/(create|upsert|update)$`);
  return (await world.requests()).filter(({ path }) => isWrite.test(path)).map(({ status }) => status);
};

const titleOf = async (id: string): Promise<string | undefined> => {
  const answer = await world.control(`/portals/${PORTAL}/records/contacts/${id}`);
  return (answer as { properties: Record<string, string> }).properties.jobtitle;
};

/** Places of the results that failed, and why. */
const failuresOf = (results: readonly { success: boolean; code?: string }[]) =>
  results.flatMap(({ success, code }, index) => (success ? [] : [[index, code] as const]));
/** Why results failed: which record comes first in a batch is chance. */
const reasonsOf = (results: readonly { success: boolean; code?: string }[]) =>
  failuresOf(results).map(([, code]) => code);
/** The id of some contact that was synced. */
const syncedId = (results: readonly { success: boolean; crmContactId?: string }[]) =>
  results.find(({ success }) => success)?.crmContactId ?? '';

const RULE = {
  status: 'error',
  category: 'VALIDATION_ERROR',
  message: 'Required properties are missing: budget',
  errors: [{ message: 'budget is required', code: 'MISSING_REQUIRED_PROPERTY', context: { propertyName: ['budget'] } }],
};
/** Batches that hold the first row while it is sought: all of them, a half, …, it alone. */
const HOLDING_THE_FIRST = 1 + Math.ceil(Math.log2(PEOPLE));

/** HubSpot refuses every batch whole that holds the first record. */
const refuseTheFirst = (pathPattern: string) =>
  world.control('/faults', 'POST', {
    match: { method: 'POST', pathPattern },
    times: HOLDING_THE_FIRST,
    fault: { kind: 'status', status: 400, body: RULE },
  });

describe('a batch that HubSpot refuses whole for one record', () => {
  it('of new contacts is halved until that one stands alone, and makes all others', async () => {
    await refuseTheFirst('/contacts/batch/create$');

    const { status, body } = await batch({ entity_type: 'contact', contacts: peopleOf('whole', []) });

    expect(status).toBe(207);
    expect(reasonsOf(body.results)).toEqual(['CRM_REJECTED']);
    const sent = await writes('contacts');
    expect(sent.slice(0, HOLDING_THE_FIRST)).toEqual(Array(HOLDING_THE_FIRST).fill(400));
    expect(sent.length).toBeLessThanOrEqual(mostRequests(1));
    expect(await titleOf(syncedId(body.results))).toBe('Weaver');
  });

  it('of known contacts is halved as well, and changes all others', async () => {
    const changed = peopleOf('whole', []).map((one) => ({ ...one, title: 'Dyer' }));
    await refuseTheFirst('/contacts/batch/update$');

    const { body } = await batch({ entity_type: 'contact', contacts: changed });

    expect(reasonsOf(body.results)).toEqual(['CRM_REJECTED']);
    expect(await titleOf(syncedId(body.results))).toBe('Dyer');
  });

  it('of new companies is halved as well, and makes all others', async () => {
    const companies = Array.from({ length: PEOPLE }, (_, index) => ({
      name: `Whole ${index}`,
      domain: `whole-${index}.example`,
    }));
    await refuseTheFirst('/companies/batch/upsert$');

    const { body } = await batch({ entity_type: 'company', companies });

    expect(reasonsOf(body.results)).toEqual(['CRM_REJECTED']);
    expect((await writes('companies')).length).toBeLessThanOrEqual(mostRequests(1));
  });
});

describe('a batch with a record that the account’s own rules refuse', () => {
  it.each([
    ['one', [17]],
    ['three', [0, 31, 59]],
  ])('for %s of its new contacts makes all others, and fails those alone', async (name, bad) => {
    const { status, body } = await batch({ entity_type: 'contact', contacts: peopleOf(name, bad) });

    expect(status).toBe(207);
    expect(failuresOf(body.results)).toEqual(bad.map((index) => [index, 'CRM_REJECTED']));
    expect((await writes('contacts')).length).toBeLessThanOrEqual(mostRequests(bad.length));
    expect(await titleOf(body.results[58].crmContactId)).toBe('Weaver');
  });

  it('for one of its known contacts changes all others, and fails that one alone', async () => {
    await batch({ entity_type: 'contact', contacts: peopleOf('known', []) });
    await world.forgetRequests();
    const promoted = peopleOf('known', [42]).map((one) => ({ ...one, title: one.title.replace('Weaver', 'Dyer') }));

    const { status, body } = await batch({ entity_type: 'contact', contacts: promoted });

    expect(status).toBe(207);
    expect(failuresOf(body.results)).toEqual([[42, 'CRM_REJECTED']]);
    expect((await writes('contacts')).length).toBeLessThanOrEqual(mostRequests(1));
    expect(await titleOf(body.results[41].crmContactId)).toBe('Dyer');
  });

  it('for one of its new companies makes all others, and fails that one alone', async () => {
    const companies = Array.from({ length: PEOPLE }, (_, index) => ({
      name: `Looms ${index}`,
      domain: `looms-${index}.example`,
      description: index === 5 ? 'against the rules' : 'weavers',
    }));

    const { status, body } = await batch({ entity_type: 'company', companies });

    expect(status).toBe(207);
    expect(failuresOf(body.results)).toEqual([[5, 'CRM_REJECTED']]);
    expect((await writes('companies')).length).toBeLessThanOrEqual(mostRequests(1));
  });

  it('leaves a line of the log for each record, with the reason of the one that failed', async () => {
    const { logs } = (await world.api('/sync?status=failed&limit=100', { organizationId: ORGANIZATION })).body;

    expect(logs).toHaveLength(9);
    expect(logs[0]).toMatchObject({
      error_code: 'CRM_REJECTED',
      error_message: expect.stringContaining('zip'),
      enrichments: { summary: null, leadScore: null, buyingSignals: [] },
    });
  });
});
