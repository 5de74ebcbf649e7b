import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, OTHER_TOKEN, startApiWorld } from './api-world.ts';

const SECOND = randomUUID();
let world: ApiWorld;

beforeAll(async () => {
  world = await startApiWorld();
});

afterAll(async () => {
  await world.stop();
});

const connectOther = (organizationId: string) => world.connect(organizationId, { access_token: OTHER_TOKEN });

describe('mappings', () => {
  it('are read, replaced for the types that are sent, and checked against the account', async () => {
    await connectOther(SECOND);
    const id = (await world.api('/connect', { organizationId: SECOND })).body.integrations[0].id;
    const before = (await world.api(`/${id}/mappings`, { organizationId: SECOND })).body.mappings;
    const put = (mappings: object) =>
      world.api(`/${id}/mappings`, { organizationId: SECOND, method: 'PUT', body: { mappings } });
    const town = { source: 'town', target: 'city', transform: null, policy: 'fill_empty', respectHumanEdits: true };

    const saved = await put({ companies: [town] });
    const refused = await put({ companies: [{ ...town, target: 'no_such_property' }] });

    expect(saved.body.mappings).toEqual({ ...before, companies: [town] });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'VALIDATION', details: { fields: [{ field: 'fields.companies.0.target' }] } },
    });
    expect(await world.query("SELECT message FROM crm_sync_logs WHERE operation = 'update'")).toContainEqual({
      message: expect.stringMatching(/^changed by user .+ of the API: fields\.companies$/),
    });
  });
});
