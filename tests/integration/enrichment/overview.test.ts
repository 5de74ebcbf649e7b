import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overviewSchema, settingsAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import { ADMIN, OTHER_PORTAL, PORTAL, REP, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.install(OTHER_PORTAL, ADMIN);
});

afterAll(async () => {
  await world.stop();
});

async function readOverview(portalId = PORTAL) {
  const response = await world.send('/api/hubspot/overview', { portalId, userId: REP });
  return overviewSchema.parse(await response.json());
}

describe('the overview of an account', () => {
  it('counts each record once by its last run, previews aside, with HubSpot’s own totals', async () => {
    expect((await readOverview()).records).toEqual([]);

    await world.enrich('companies', 'kestrel');
    await world.enrich('companies', 'kestrel', { refresh: true });
    await world.enrich('contacts', 'ann');
    await world.enrich('companies', 'stranger');
    await world.enrich('companies', 'bare', { mode: 'preview' });
    const overview = await readOverview();

    expect(overview.records).toEqual([
      { objectType: 'companies', status: 'completed', records: 1 },
      { objectType: 'companies', status: 'no_match', records: 1 },
      { objectType: 'contacts', status: 'completed', records: 1 },
    ]);
    expect(overview.inHubspot).toMatchObject({ companies: 7 });
    expect(overview.scores.reduce((sum, { records }) => sum + records, 0)).toBe(2);
    expect(overview.running).toBe(0);
  });

  it('names each company once among the leads, by its company record where that scores as high', async () => {
    const { leads, hubspotUrl } = await readOverview();

    expect(leads.map(({ companyName }) => companyName)).toHaveLength(1);
    expect(leads[0]?.companyName).toMatch(/kestrel/i);
    expect(hubspotUrl).toBe(world.sandbox.url);
  });

  it('leaves out scores that were taken back', async () => {
    const run = await world.enrich('contacts', 'bob');
    const before = await readOverview();
    const undone = await world.send(
      `/api/hubspot/enrichments/${run.id}/undo`,
      { portalId: PORTAL, userId: REP },
      { method: 'POST', body: '{}' },
    );
    expect(undone.status).toBe(200);
    const after = await readOverview();

    const sum = ({ scores }: typeof after) => scores.reduce((total, { records }) => total + records, 0);
    expect(sum(before) - sum(after)).toBe(1);
  });

  it('shows another account nothing of it', async () => {
    expect(await readOverview(OTHER_PORTAL)).toMatchObject({ records: [], scores: [], leads: [], bulkRuns: [] });
  });
});

it('tells who reads the settings whether they may change them, and takes the answer back as it was', async () => {
  const read = async (userId: number) => {
    const response = await world.send('/api/hubspot/settings', { portalId: PORTAL, userId });
    return settingsAnswerSchema.parse(await response.json());
  };
  const admin = await read(ADMIN);

  expect(admin.access).toEqual({ isAdmin: true, reason: null });
  expect((await read(REP)).access).toEqual({ isAdmin: false, reason: expect.stringContaining('Only the person') });
  const body = JSON.stringify(admin);
  const saved = await world.send('/api/hubspot/settings', { portalId: PORTAL, userId: ADMIN }, { method: 'PUT', body });
  expect(saved.status).toBe(200);
  expect(settingsAnswerSchema.parse(await saved.json())).toEqual(admin);
});
