import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveSettings } from '../enrichment/world.ts';
import { type ApiWorld, PORTAL, startApiWorld } from './api-world.ts';

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

const contact = (members: object) => ({ entity_type: 'contact', contact: members });
const company = (members: object) => ({ entity_type: 'company', company: members });

/** A record as HubSpot holds it, by its id. */
async function valuesOf(objectType: string, id: string): Promise<Readonly<Record<string, string>>> {
  const answer = await world.control(`/portals/${PORTAL}/records/${objectType}/${id}`);
  return (answer as { properties: Record<string, string> }).properties;
}

const idOfContact = ({ crmContactId }: { crmContactId: string }) => crmContactId;
const journal = () => world.requests();

describe('syncing a contact', () => {
  it('makes it, with its company, and puts one to the other', async () => {
    const answer = await world.sync(
      ORGANIZATION,
      contact({
        email: 'john@weaver-and-sons.example',
        firstName: 'John',
        lastName: 'Doe',
        company: 'Weaver and Sons',
        phone: '+44 20 1234 5678',
        title: 'CTO',
      }),
    );

    expect(answer.body).toEqual({ success: true, crmContactId: expect.any(String), entityType: 'contact' });
    expect(await valuesOf('contacts', answer.body.crmContactId)).toMatchObject({
      email: 'john@weaver-and-sons.example',
      firstname: 'John',
      jobtitle: 'CTO',
      company: 'Weaver and Sons',
    });
    const associated = (await journal()).find(({ path }) => path.endsWith('/batch/associate/default'));
    expect(associated).toMatchObject({ status: 200 });
  });

  it('changes the same record the second time, whatever the case of its address', async () => {
    const first = await world.sync(ORGANIZATION, contact({ email: 'twice@gmail.com', firstName: 'Once' }));
    const second = await world.sync(ORGANIZATION, contact({ email: 'Twice@gmail.com', firstName: 'Twice' }));

    expect(second.body.crmContactId).toBe(first.body.crmContactId);
    expect(await valuesOf('contacts', first.body.crmContactId)).toMatchObject({ firstname: 'Twice' });
  });

  it('makes one of two that are sent at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => world.sync(ORGANIZATION, contact({ email: 'race@gmail.com', firstName: 'Ray' }))),
    );

    expect(new Set(answers.map(({ body }) => body.crmContactId)).size).toBe(1);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });

  it('makes one although HubSpot’s answer is lost', async () => {
    await world.control('/faults', 'POST', {
      match: { method: 'POST', pathPattern: '/contacts$' },
      fault: { kind: 'reset-after-apply' },
    });

    const first = await world.sync(ORGANIZATION, contact({ email: 'lost@gmail.com', firstName: 'Lo' }));
    const second = await world.sync(ORGANIZATION, contact({ email: 'lost@gmail.com' }));

    expect([first.status, second.body.crmContactId]).toEqual([200, first.body.crmContactId]);
  });

  it('makes two records of two contacts of one company, and one company', async () => {
    const of = (email: string) => contact({ email, company: 'Shared Ltd', companyId: 'our-company-77' });
    const ann = await world.sync(ORGANIZATION, of('ann@shared-employer.example'));
    await world.forgetRequests();
    const bob = await world.sync(ORGANIZATION, of('bob@shared-employer.example'));

    expect(ann.body.crmContactId).not.toBe(bob.body.crmContactId);
    expect(await valuesOf('contacts', ann.body.crmContactId)).toMatchObject({ email: 'ann@shared-employer.example' });
    const made = (await journal()).filter(({ path }) => path.includes('companies/batch/upsert'));
    expect(made).toEqual([]);
  });

  it('keeps what a person typed and fills what is empty', async () => {
    const id = world.id('loner');
    await world.edit('contacts', 'loner', { firstname: 'Typed', jobtitle: '' });

    const answer = await world.sync(
      ORGANIZATION,
      contact({ email: 'loner@gmail.com', firstName: 'Pushed', title: 'Weaver' }),
    );

    expect(answer.body.crmContactId).toBe(id);
    expect(await valuesOf('contacts', id)).toMatchObject({ firstname: 'Typed', jobtitle: 'Weaver' });
    const [log] = (await world.api('/sync?limit=1', { organizationId: ORGANIZATION })).body.logs;
    expect(log.message).toContain('kept what somebody else set: firstname');
  });

  it('clears its own value with an empty text, and leaves what it is not told about', async () => {
    const first = await world.sync(ORGANIZATION, contact({ email: 'clear@gmail.com', phone: '1', title: 'A' }));

    await world.sync(ORGANIZATION, contact({ email: 'clear@gmail.com', phone: '' }));

    const values = await valuesOf('contacts', first.body.crmContactId);
    expect([values.phone ?? '', values.jobtitle]).toEqual(['', 'A']);
  });

  it('does nothing about an address on the suppression list', async () => {
    await saveSettings(world, { icp: ICP, suppression: { emails: ['quiet@example.com'], domains: [] } });
    await world.forgetRequests();

    const answer = await world.sync(ORGANIZATION, contact({ email: 'Quiet@example.com' }));

    expect(answer).toMatchObject({ status: 422, body: { success: false, code: 'SUPPRESSED' } });
    expect(await journal()).toEqual([]);
  });
});

describe('syncing a company', () => {
  it('makes it once, also when it is asked for ten times at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        world.sync(ORGANIZATION, company({ name: 'Loom House', domain: 'loom-house.example', employeeCount: 0 })),
      ),
    );

    const ids = new Set(answers.map(({ body }) => body.crmCompanyId));
    expect([...ids]).toEqual([expect.any(String)]);
    expect(await valuesOf('companies', String([...ids][0]))).toMatchObject({ numberofemployees: '0' });
  });

  it('takes the company that the account has under the domain', async () => {
    const answer = await world.sync(ORGANIZATION, company({ name: 'Kestrel', domain: 'www.kestrel-loom.example' }));

    expect(answer.body.crmCompanyId).toBe(world.id('kestrel'));
    expect(await valuesOf('companies', world.id('kestrel'))).toMatchObject({ name: 'Kestrel Loom Software Ltd' });
  });

  it('leaves out a value that the account refuses, and says so', async () => {
    const answer = await world.sync(
      ORGANIZATION,
      company({ name: 'Revolut', domain: 'revolut.example', industry: 'Fintech', revenue: 880000000 }),
    );

    expect(answer.status).toBe(200);
    expect(await valuesOf('companies', answer.body.crmCompanyId)).toMatchObject({ annualrevenue: '880000000' });
    const [log] = (await world.api('/sync?limit=1', { organizationId: ORGANIZATION })).body.logs;
    expect(log.message).toContain('refused by the account: industry');
  });

  it('makes one although HubSpot’s answer is lost', async () => {
    await world.control('/faults', 'POST', {
      match: { method: 'POST', pathPattern: 'companies/batch/upsert$' },
      fault: { kind: 'reset-after-apply' },
      times: 1,
    });

    const first = await world.sync(ORGANIZATION, company({ name: 'Lost Reply', domain: 'lost-reply.example' }));
    const second = await world.sync(ORGANIZATION, company({ name: 'Lost Reply', domain: 'lost-reply.example' }));

    expect([first.status, second.body.crmCompanyId]).toEqual([200, first.body.crmCompanyId]);
  });
});

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

describe('an Idempotency-Key', () => {
  const headers = { 'Idempotency-Key': 'key-1' };

  it('gives the same answer again without another effect', async () => {
    const first = await world.sync(ORGANIZATION, contact({ email: 'key@gmail.com' }), headers);
    await world.forgetRequests();

    const again = await world.sync(ORGANIZATION, contact({ email: 'key@gmail.com' }), headers);

    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await journal()).toEqual([]);
  });

  it('does the work once when it comes five times at once', async () => {
    const together = { 'Idempotency-Key': 'key-together' };
    const before = await countLogs();

    const answers = await Promise.all(
      Array.from({ length: 5 }, () => world.sync(ORGANIZATION, contact({ email: 'together@gmail.com' }), together)),
    );

    expect(new Set(answers.map(({ body }) => body.crmContactId)).size).toBe(1);
    expect((await countLogs()) - before).toBe(1);
  });

  it('is refused for another request', async () => {
    const answer = await world.sync(ORGANIZATION, contact({ email: 'other@gmail.com' }), headers);

    expect(answer).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  });
});

async function countLogs(): Promise<number> {
  const [row] = await world.query<{ count: string }>(`SELECT count(*) FROM crm_sync_logs WHERE kind = 'sync'`);
  return Number(row?.count);
}
