import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import { type RunningProduct, startProduct } from '../../support/start-product.ts';
import { ADMIN, PORTAL, REP, SEED } from './world.ts';

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

describe('private-app mode, when HubSpot does not answer', () => {
  it('starts all the same', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const env = { HUBSPOT_ACCESS_TOKEN: TOKEN, HUBSPOT_API_URL: `http://127.0.0.1:${port}` };

    const started = await startProduct({ seed: { portals: [...SEED.portals] }, env });

    expect((await fetch(`${started.origin}/readyz`)).status).toBe(200);
    silent.closeAllConnections();
    await started.stop();
    silent.close();
  });
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

  it('has no installer, so the first user may name the admins, and only those may change settings from then on', async () => {
    const save = async (userId: number, adminUserIds: readonly number[]) => {
      const body = JSON.stringify({ ...defaultPortalSettings(), adminUserIds });
      const response = await product.send(
        '/api/hubspot/settings',
        { portalId: PORTAL, userId },
        { method: 'PUT', body },
      );
      return response.status;
    };

    expect(await save(REP, [ADMIN])).toBe(200);
    expect(await save(REP, [REP])).toBe(403);
    expect(await save(ADMIN, [ADMIN])).toBe(200);
  });
});
