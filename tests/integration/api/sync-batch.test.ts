import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveSettings } from '../enrichment/world.ts';
import { type ApiWorld, PORTAL, readValues, startApiWorld } from './api-world.ts';

const ORGANIZATION = randomUUID();
/** Without one too little of a company is known for a score. */
const ICP = { criteria: [{ field: 'industry', rule: 'must', values: ['62'] }] };
let world: ApiWorld;

beforeAll(async () => {
  world = await startApiWorld();
  await world.connect(ORGANIZATION);
});

afterAll(async () => {
  await world.stop();
});

const idOfContact = ({ crmContactId }: { crmContactId: string }) => crmContactId;
const journal = () => world.requests();
const valuesOf = (objectType: string, id: string) => readValues(world, objectType, id);

describe('a batch', () => {
  const batch = (contacts: readonly object[]) =>
    world.api('/sync/batch', {
      organizationId: ORGANIZATION,
      method: 'POST',
      body: { entity_type: 'contact', contacts },
    });

  it('answers each contact in its order, 207 when some failed', async () => {
    await saveSettings(world, { icp: ICP, suppression: { emails: ['quiet@example.com'], domains: [] } });
    const emails = ['b1@gmail.com', 'quiet@example.com', 'b2@gmail.com', 'b1@gmail.com'];

    const answer = await batch(emails.map((email) => ({ email })));

    expect(answer.status).toBe(207);
    expect(answer.body.success).toBe(false);
    const [one, two, three, again] = answer.body.results;
    expect(two).toEqual({ success: false, error: expect.any(String), code: 'SUPPRESSED' });
    expect([one.success, three.success, again.crmContactId]).toEqual([true, true, one.crmContactId]);
    expect(three.crmContactId).not.toBe(one.crmContactId);
  });

  it('fails a contact of the wrong shape alone, in its place', async () => {
    const answer = await batch([{ email: 'right1@gmail.com' }, { email: 'no address' }, { email: 'right2@gmail.com' }]);

    expect(answer.status).toBe(207);
    const [one, two, three] = answer.body.results;
    expect([one.success, three.success]).toEqual([true, true]);
    expect(two).toEqual({ success: false, error: expect.stringContaining('email'), code: 'VALIDATION' });
  });

  it('is refused when no contact in it has the right shape', async () => {
    const answer = await batch([{ email: 'no address' }, { firstName: 'No' }]);

    expect(answer).toMatchObject({ status: 422, body: { code: 'VALIDATION' } });
    expect(answer.body.details.fields.map(({ field }: { field: string }) => field)).toEqual([
      'contacts.0.email',
      'contacts.1.email',
    ]);
  });

  it('of a hundred new contacts at ten companies takes few calls, and the same batch again fewer', async () => {
    await saveSettings(world, { icp: ICP });
    const contacts = Array.from({ length: 100 }, (_, index) => ({
      email: `batch${index}@loomers${index % 10}.example`,
      firstName: `Nr ${index}`,
      company: `Loomers ${index % 10}`,
    }));
    await world.forgetRequests();

    const first = await batch(contacts);
    const calls = await journal();
    await world.forgetRequests();
    const again = await batch(contacts.map((one) => ({ ...one, title: 'Weaver' })));
    const callsAgain = await journal();

    expect([first.status, again.status]).toEqual([200, 200]);
    expect(new Set(first.body.results.map(idOfContact)).size).toBe(100);
    expect(again.body.results.map(idOfContact)).toEqual(first.body.results.map(idOfContact));
    expect(calls.length).toBeLessThanOrEqual(16);
    expect(callsAgain.length).toBeLessThanOrEqual(10);
    expect(await valuesOf('contacts', first.body.results[42].crmContactId)).toMatchObject({
      email: 'batch42@loomers2.example',
      firstname: 'Nr 42',
      jobtitle: 'Weaver',
    });
    const companies = (await world.control(`/portals/${PORTAL}/records/companies?limit=500`)) as {
      records: readonly { properties: { name?: string } }[];
    };
    expect(companies.records.filter(({ properties }) => properties.name === 'Loomers 3')).toHaveLength(1);
  });

  it('makes each contact once although HubSpot’s answer to the batch is lost', async () => {
    await world.control('/faults', 'POST', {
      match: { method: 'POST', pathPattern: 'contacts/batch/create$' },
      fault: { kind: 'reset-after-apply' },
      times: 1,
    });
    const contacts = Array.from({ length: 5 }, (_, index) => ({ email: `lost-batch${index}@gmail.com` }));

    const first = await batch(contacts);
    const again = await batch(contacts);

    expect([first.status, again.body.results.map(idOfContact)]).toEqual([200, first.body.results.map(idOfContact)]);
  });

  it('fails the one whose value HubSpot refuses by value alone, and leaves it out of nothing else', async () => {
    const answer = await world.api('/sync/batch', {
      organizationId: ORGANIZATION,
      method: 'POST',
      body: {
        entity_type: 'company',
        companies: [
          { name: 'Batch One', domain: 'batch-one.example', industry: 'Fintech' },
          { name: 'Batch Two', domain: 'batch-two.example', employeeCount: 2 },
          { name: 'Batch Two again', domain: 'batch-two.example', employeeCount: 3 },
        ],
      },
    });

    expect(answer.status).toBe(200);
    const [one, two, again] = answer.body.results;
    expect(again.crmCompanyId).toBe(two.crmCompanyId);
    expect(await valuesOf('companies', one.crmCompanyId)).toMatchObject({ name: 'Batch One' });
    expect(await valuesOf('companies', two.crmCompanyId)).toMatchObject({ numberofemployees: '3' });
  });

  it('makes no two contacts out of a batch that is sent five times at once', async () => {
    const contacts = Array.from({ length: 20 }, (_, index) => ({
      email: `at-once${index}@at-once.example`,
      company: 'At Once',
    }));

    const answers = await Promise.all(Array.from({ length: 5 }, () => batch(contacts)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const ids = answers.map(({ body }) => body.results.map(idOfContact));
    expect(new Set(ids.map((list) => list.join())).size).toBe(1);
  });

  it('refuses more than a hundred', async () => {
    const answer = await batch(Array.from({ length: 101 }, (_, index) => ({ email: `c${index}@gmail.com` })));

    expect(answer).toMatchObject({ status: 422, body: { code: 'VALIDATION' } });
  });
});
