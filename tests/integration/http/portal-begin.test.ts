import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newEnrichment } from '../../../backend/src/domain/enrichment/new-enrichment.ts';
import type { Installation } from '../../../backend/src/ports/installation-store.ts';
import { type PortalRoutesWorld, startPortalRoutes } from './portal-routes-world.ts';

const seen: Installation = {
  organizationId: '0b0f6f0e-8f0f-4a52-9d9c-5a5b9b3f1c11',
  integrationId: '0b0f6f0e-8f0f-4a52-9d9c-5a5b9b3f1c12',
  portalId: 78,
  authKind: 'oauth',
  status: 'connected',
  statusReason: null,
  scopes: [],
  installedByUserId: 5,
  uiDomain: null,
  timeZone: null,
  installedAt: '2026-11-23T08:00:00.000Z',
};
const wanted = { objectType: 'companies', objectId: '12', idempotencyKey: '7b0f6f0e-8f0f-4a52-9d9c-5a5b9b3f1c11' };

let found: Installation | undefined;
let isAsSeen: boolean;
let calls: string[];
let world: PortalRoutesWorld;

const aRun = (id: string) =>
  newEnrichment({
    id,
    objectType: 'companies',
    objectId: '12',
    mode: 'apply',
    requestedBy: { kind: 'card', userId: 5 },
    createdAt: '2026-11-23T08:00:00.000Z',
  });

beforeAll(async () => {
  world = await startPortalRoutes({
    findInstallation: async () => {
      calls.push('find');
      return found;
    },
    recallInstallation: () => ({ installation: seen, version: 'v1' }),
    requestEnrichmentOfSeen: async (input) => {
      calls.push(`begin ${input.seen.version}`);
      return isAsSeen ? aRun('of what was seen') : undefined;
    },
    requestEnrichment: async ({ installation }) => {
      calls.push(`request ${installation.organizationId}`);
      return aRun('of what was found');
    },
  });
});
afterAll(() => world.stop());
beforeEach(() => {
  calls = [];
  found = { ...seen };
  isAsSeen = true;
});

const ask = (body: unknown) =>
  world.send('/api/hubspot/enrichments', { portalId: 78, userId: 5 }, { method: 'POST', body: JSON.stringify(body) });

describe('a run that begins with the installation as it was seen last', () => {
  it('is all that is asked of the database before it, when that still holds', async () => {
    const response = await ask(wanted);

    expect(await response.json()).toMatchObject({ enrichment: { id: 'of what was seen' } });
    expect(calls).toEqual(['begin v1']);
  });

  it('is asked for anew with the installation that is found, when nothing began', async () => {
    isAsSeen = false;
    found = { ...seen, organizationId: '0b0f6f0e-8f0f-4a52-9d9c-5a5b9b3f1c99' };
    const response = await ask(wanted);

    expect(await response.json()).toMatchObject({ enrichment: { id: 'of what was found' } });
    expect(calls).toEqual(['begin v1', 'find', `request ${found.organizationId}`]);
  });

  it('is refused when the app was disconnected or removed meanwhile', async () => {
    isAsSeen = false;
    found = { ...seen, status: 'disconnected' };
    expect(await (await ask(wanted)).json()).toMatchObject({ error: { code: 'disconnected' } });
    found = undefined;
    expect((await ask(wanted)).status).toBe(403);
  });

  it('names what is wrong with a body only to a portal that has the app', async () => {
    expect((await ask({ ...wanted, objectType: 'tickets' })).status).toBe(422);
    found = undefined;
    expect((await ask({ ...wanted, objectType: 'tickets' })).status).toBe(403);
    expect(calls).toEqual(['find', 'find']);
  });
});
