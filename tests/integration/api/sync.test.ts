import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, PORTAL, startApiWorld } from './api-world.ts';

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

/** A record as HubSpot holds it, by its id. */
async function valuesOf(objectType: string, id: string): Promise<Readonly<Record<string, string>>> {
  const answer = await world.control(`/portals/${PORTAL}/records/${objectType}/${id}`);
  return (answer as { properties: Record<string, string> }).properties;
}

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
  });

  it('changes the same record the second time', async () => {
    const first = await world.sync(ORGANIZATION, contact({ email: 'twice@gmail.com', firstName: 'Once' }));
    const second = await world.sync(ORGANIZATION, contact({ email: 'Twice@gmail.com', firstName: 'Twice' }));

    expect(second.body.crmContactId).toBe(first.body.crmContactId);
    expect(await valuesOf('contacts', first.body.crmContactId)).toMatchObject({ firstname: 'Twice' });
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
});
