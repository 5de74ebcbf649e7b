import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import { type ScorePreviewAnswer, scorePreviewAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import { ADMIN, OTHER_PORTAL, PORTAL, REP, saveSettings, startWorld, viewRecord, type World } from './world.ts';

const PATH = '/api/hubspot/settings/score-preview';
const { scoring } = defaultPortalSettings();
const SOFTWARE = { field: 'industry', rule: 'must', values: ['62'] };
const LEEDS = { field: 'place', rule: 'should', values: ['LS'] };
const OLD = { field: 'age', rule: 'must_not', min: 5 };
const SAVED = { scoring, icp: { criteria: [SOFTWARE, LEEDS] } };

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.enrich('companies', 'kestrel');
  await world.enrich('companies', 'sinking');
  await world.enrich('companies', 'stranger');
});
afterAll(() => world.stop());

const ask = (rules: unknown, caller = { portalId: PORTAL, userId: ADMIN }, options = {}) =>
  world.send(PATH, caller, { method: 'POST', body: JSON.stringify(rules), ...options });
const preview = async (rules: unknown): Promise<ScorePreviewAnswer['preview']> =>
  scorePreviewAnswerSchema.parse(await (await ask(rules)).json()).preview;

describe('the effect of other rules', () => {
  it('is what the next enrichment shows, and was asked of nobody', async () => {
    const rules = { scoring, icp: { criteria: [OLD] } };
    const before = await viewRecord(world, 'companies', 'kestrel');
    await world.forgetRequests();

    const told = await preview(rules);

    expect(await world.requests()).toEqual([]);
    await saveSettings(world, rules);
    const after = await world.enrich('companies', 'kestrel');
    await saveSettings(world, SAVED);
    await world.enrich('companies', 'kestrel');
    expect(told.largest.find(({ objectId }) => objectId === world.id('kestrel'))).toEqual({
      objectType: 'companies',
      objectId: world.id('kestrel'),
      companyName: 'KESTREL LOOM SOFTWARE LIMITED',
      before: { total: before.enrichment?.score?.total, band: before.enrichment?.score?.band },
      after: { total: after.score?.total, band: after.score?.band },
    });
  });

  it('counts each record that has a score or lacks one, and no record without a company', async () => {
    const told = await preview({ scoring: { ...scoring, coverageFloor: 1 }, icp: SAVED.icp });

    expect(told).toMatchObject({ records: 2, lost: 2, up: 0, down: 0 });
    expect(told.moves.every(({ to }) => to === null)).toBe(true);
  });

  it('is nothing for what is saved already', async () => {
    expect(await preview(SAVED)).toMatchObject({ records: 2, up: 0, down: 0, moves: [], largest: [] });
  });

  it('leaves out a record whose enrichment was undone', async () => {
    const run = await world.enrich('companies', 'bare');
    const counted = (await preview(SAVED)).records;
    const undo = `/api/hubspot/enrichments/${run.id}/undo`;
    await world.send(undo, { portalId: PORTAL, userId: REP }, { method: 'POST', body: '{}' });

    expect([counted, (await preview(SAVED)).records]).toEqual([3, 2]);
  });

  it('stores nothing', async () => {
    await preview({ scoring, icp: { criteria: [OLD] } });

    const answer = await world.send('/api/hubspot/settings', { portalId: PORTAL, userId: ADMIN });
    const { settings } = z.object({ settings: z.looseObject({ icp: z.unknown() }) }).parse(await answer.json());
    expect(settings.icp).toEqual(SAVED.icp);
  });
});

describe('who may ask, and for what', () => {
  it('an admin of the account with a signed request alone', async () => {
    await world.install(OTHER_PORTAL, 601);

    const answers = [
      await ask(SAVED, undefined, { signWith: 'another' }),
      await ask(SAVED, { portalId: 999, userId: ADMIN }),
      await ask(SAVED, { portalId: PORTAL, userId: REP }),
    ];
    const other = await ask(SAVED, { portalId: OTHER_PORTAL, userId: 601 });

    expect(answers.map(({ status }) => status)).toEqual([401, 403, 403]);
    expect(scorePreviewAnswerSchema.parse(await other.json()).preview.records).toBe(0);
  });

  it.each([
    ['weights that do not make one', { ...SAVED, scoring: { ...scoring, weights: { ...scoring.weights, fit: 0.9 } } }],
    ['a criterion without values', { ...SAVED, icp: { criteria: [{ field: 'industry', rule: 'must', values: [] }] } }],
    ['something else', { icp: 1 }],
  ])('refuses %s with its field', async (_, rules) => {
    const answer = await ask(rules);

    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      error: {
        details: {
          fields: expect.arrayContaining([
            { field: expect.stringMatching(/^(scoring|icp)/), message: expect.any(String) },
          ]),
        },
      },
    });
  });
});
