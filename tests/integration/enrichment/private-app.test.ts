import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningProduct, startProduct } from '../../support/start-product.ts';
import { PORTAL, REP, SEED } from './world.ts';

const TOKEN = 'pat-eu1-of-the-test';
const [portal, ...others] = SEED.portals;
let product: RunningProduct;

beforeAll(async () => {
  const seed = { portals: portal ? [{ ...portal, privateApp: { token: TOKEN } }, ...others] : [] };
  product = await startProduct({ seed, env: { HUBSPOT_ACCESS_TOKEN: TOKEN } });
});

afterAll(async () => {
  await product.stop();
});

describe('private-app mode', () => {
  it('connects the token’s portal at start, with all properties, and stores no token', async () => {
    const rows = await product.query<{ portal_id: string; access_token: string | null }>(
      'SELECT portal_id, access_token FROM crm_integrations',
    );

    expect(rows.map(({ portal_id, access_token }) => [Number(portal_id), access_token])).toEqual([[PORTAL, null]]);
  });

  it('enriches records of that portal', async () => {
    const body = JSON.stringify({
      objectType: 'companies',
      objectId: product.sandbox.admin.ids(PORTAL, 'kestrel'),
      idempotencyKey: 'k',
    });
    const response = await product.send(
      '/api/hubspot/enrichments',
      { portalId: PORTAL, userId: REP },
      { method: 'POST', body },
    );

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ enrichment: { status: 'no_match', error: null } });
  });
});
