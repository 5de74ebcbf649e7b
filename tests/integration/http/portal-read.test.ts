import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import type { Installation } from '../../../backend/src/ports/installation-store.ts';
import { type PortalRoutesWorld, startPortalRoutes } from './portal-routes-world.ts';

const seen: Installation = {
  organizationId: '0b0f6f0e-8f0f-4a52-9d9c-5a5b9b3f1c11',
  integrationId: '0b0f6f0e-8f0f-4a52-9d9c-5a5b9b3f1c12',
  portalId: 77,
  authKind: 'oauth',
  status: 'connected',
  statusReason: null,
  scopes: [],
  installedByUserId: 5,
  uiDomain: null,
  timeZone: null,
  installedAt: '2026-11-23T08:00:00.000Z',
};
const { weights } = defaultPortalSettings().scoring;

let found: Installation | undefined;
let viewedFor: Installation[];
let world: PortalRoutesWorld;

beforeAll(async () => {
  world = await startPortalRoutes({
    findInstallation: async () => found,
    recallInstallation: () => ({ installation: seen, version: 'v1' }),
    requestEnrichment: () => Promise.reject(new Error('not part of this test')),
    viewRecord: async ({ installation }) => {
      viewedFor.push(installation);
      const settings = { icpCriteria: 0, coverageFloor: 0.35, autoAcceptConfidence: 0.9, weights, isAdmin: false };
      const connection = { status: installation.status, message: installation.statusReason };
      return { enrichment: null, history: [], feedback: [], settings, connection };
    },
  });
});
afterAll(() => world.stop());
beforeEach(() => {
  viewedFor = [];
});

const look = (path = '/api/hubspot/records/companies/12') => world.send(path, { portalId: 77, userId: 5 });

describe('a read that begins with the installation as it was seen last', () => {
  it('answers what it read, when the installation is found as it was', async () => {
    found = { ...seen };
    const response = await look();

    expect(await response.json()).toMatchObject({ connection: { status: 'connected' } });
    expect(viewedFor).toEqual([seen]);
  });

  it('begins anew when the installation has changed', async () => {
    found = { ...seen, organizationId: '0b0f6f0e-8f0f-4a52-9d9c-5a5b9b3f1c99', status: 'disconnected' };
    const response = await look();

    expect(await response.json()).toMatchObject({ connection: { status: 'disconnected' } });
    expect(viewedFor).toEqual([seen, found]);
  });

  it('tells nothing of what it read, when the app is not installed any more', async () => {
    found = undefined;
    const response = await look();

    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: 'not_installed' } });
  });

  it('names a bad address only to a portal that has the app', async () => {
    found = undefined;
    expect((await look('/api/hubspot/records/companies/no-id')).status).toBe(403);
    found = { ...seen };
    expect((await look('/api/hubspot/records/companies/no-id')).status).toBe(422);
  });
});
