import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveSettings } from '../enrichment/world.ts';
import { type ApiWorld, readValues, startApiWorld } from './api-world.ts';

const ORGANIZATION = randomUUID();
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

const valuesOf = (objectType: string, id: string) => readValues(world, objectType, id);
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

  it('takes null as left out: a program without a value empties nothing', async () => {
    const first = await world.sync(ORGANIZATION, contact({ email: 'null@gmail.com', phone: '1', title: null }));
    const again = await world.sync(ORGANIZATION, contact({ email: 'null@gmail.com', phone: null, company: null }));
    const firm = await world.sync(ORGANIZATION, company({ name: 'Null Ltd', domain: null, employeeCount: null }));

    expect(again.body).toEqual(first.body);
    expect(await valuesOf('contacts', first.body.crmContactId)).toMatchObject({ phone: '1' });
    expect(firm.body).toMatchObject({ success: true });
  });

  it('does nothing about an address on the suppression list', async () => {
    await saveSettings(world, { suppression: { emails: ['quiet@example.com'], domains: [] } });
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
