import { Button, NumberInput, Tabs } from '@hubspot/ui-extensions';
import { describe, expect, test } from 'vitest';
import { SettingsPage } from '../../hubspot-project/app/settings/SettingsPage.tsx';
import { buildSettingsAnswer, placePage, SOME_ICP } from './page-stand.tsx';

const PATH = '/settings/score-preview';
const NOTHING = { records: 0, up: 0, down: 0, gained: 0, lost: 0, moves: [], largest: [], unjudgedCriteria: 0 };

async function openScoring(answer: object = buildSettingsAnswer({ icp: SOME_ICP })) {
  const page = placePage('settings', <SettingsPage />);
  (await page.asked('GET', '/settings')).answer(answer);
  const found = <T,>(look: () => T | undefined, what: string) =>
    page.until(() => look() ?? Promise.reject(new Error(`no ${what}`)));
  (await found(() => page.findAll(Tabs)[0], 'tabs')).trigger('onSelectedChange', 'scoring' as never);
  const weigh = async (name: string, percent: number) => {
    const input = await found(() => page.findAll(NumberInput).find(({ props }) => props.name === name), name);
    input.trigger('onChange', percent as never);
  };
  const shift = async () => {
    await weigh('scoring.weights.growth', 35);
    await weigh('scoring.weights.fit', 20);
  };
  return { ...page, weigh, shift };
}

const answerOf = (preview: object) => ({ hubspotUrl: 'https://app.hubspot.com', preview: { ...NOTHING, ...preview } });

describe('the effect of changed rules', () => {
  test('is offered only once something is changed, and asked with what stands on the page', async () => {
    const page = await openScoring();
    await page.until(() => expect(page.text()).toContain('What counts for the score'));
    expect(page.text()).not.toContain('Show the effect');

    await page.shift();
    await page.click('Show the effect');

    const { body } = await page.asked('POST', PATH);
    expect(body).toEqual({
      scoring: { weights: { financial: 0.3, growth: 0.35, engagement: 0.15, fit: 0.2 }, coverageFloor: 0.35 },
      icp: SOME_ICP,
    });
    expect(page.text()).toContain('Working out the effect');
  });

  test('is told: how many go where, and which records move most', async () => {
    const page = await openScoring();
    await page.shift();
    await page.click('Show the effect');
    (await page.asked('POST', PATH)).answer(
      answerOf({
        records: 12,
        up: 3,
        down: 1,
        gained: 1,
        lost: 2,
        moves: [
          { from: 'warm', to: 'hot', records: 2 },
          { from: 'cold', to: null, records: 1 },
        ],
        largest: [
          {
            objectType: 'companies',
            objectId: '9',
            companyName: 'Kestrel Loom Software Ltd',
            before: { total: 74, band: 'warm' },
            after: { total: 88, band: 'hot' },
          },
          {
            objectType: 'contacts',
            objectId: '8',
            companyName: 'Copper Finch Ltd',
            before: { total: 31, band: 'cold' },
            after: { total: null, band: null },
          },
        ],
        unjudgedCriteria: 1,
      }),
    );

    await page.until(() =>
      expect(page.text()).toContain(
        'Of the 12 records enriched last, 3 go up, 1 goes down, 1 gets a score and 2 lose their score. 5 stay as they are.',
      ),
    );
    expect(page.text()).toContain('2 records from Warm to Hot');
    expect(page.text()).toContain('1 record from Cold to no score');
    expect(page.text()).toContain('Kestrel Loom Software Ltd Company 74, Warm 88, Hot');
    expect(page.text()).toContain('Copper Finch Ltd Contact 31, Cold No score');
    expect(page.text()).toContain('The new technology criterion is left out here');
  });

  test.each([
    [{ records: 0 }, 'No record is enriched yet'],
    [{ records: 4 }, 'None of the 4 records enriched last changes its score.'],
    [{ records: 1, up: 1 }, 'The record that was enriched last goes up.'],
    [{ records: 1 }, 'The record that was enriched last keeps its score.'],
    [{ records: 2, lost: 1 }, 'Of the 2 records enriched last, 1 loses its score. 1 stays as it is.'],
  ])('says %o as "%s"', async (preview, words) => {
    const page = await openScoring();
    await page.shift();
    await page.click('Show the effect');
    (await page.asked('POST', PATH)).answer(answerOf(preview));

    await page.until(() => expect(page.text()).toContain(words));
  });

  test('of older numbers goes away when the numbers are changed again', async () => {
    const page = await openScoring();
    await page.shift();
    await page.click('Show the effect');
    (await page.asked('POST', PATH)).answer(answerOf({ records: 4 }));
    await page.until(() => expect(page.text()).toContain('None of the 4 records'));

    await page.weigh('scoring.weights.fit', 19);
    await page.weigh('scoring.weights.engagement', 16);

    await page.until(() => expect(page.text()).not.toContain('None of the 4 records'));
    await page.click('Show the effect');
    expect((await page.asked('POST', PATH, 2)).body).toMatchObject({ scoring: { weights: { engagement: 0.16 } } });
  });

  test('cannot be asked while the weights do not make 100%', async () => {
    const page = await openScoring();
    await page.weigh('scoring.weights.fit', 20);

    await page.until(() => expect(page.text()).toContain('Show the effect'));
    expect(page.findAll(Button).find(({ text }) => text === 'Show the effect')?.props.disabled).toBe(true);
  });

  test('that does not come can be asked for again; what has to be corrected is named', async () => {
    const page = await openScoring();
    await page.shift();
    await page.click('Show the effect');
    (await page.asked('POST', PATH)).breakOff();
    await page.until(() => expect(page.text()).toContain('oppSpot cannot be reached'));

    await page.click('Try again');
    const fields = [{ field: 'icp.criteria.0.values', message: 'name at least one value' }];
    const error = { code: 'invalid_input', message: 'No.', requestId: 'r1', details: { fields } };
    (await page.asked('POST', PATH, 2)).answer({ error }, 422);

    await page.until(() => expect(page.text()).toContain('Something has to be corrected first'));
    expect(page.text()).toContain('Name at least one value.');
  });

  test('is not offered to somebody who may not change settings', async () => {
    const { settings } = buildSettingsAnswer({ icp: SOME_ICP });
    const page = await openScoring({ settings, access: { isAdmin: false, reason: 'No admin.' } });
    await page.until(() => expect(page.text()).toContain('What counts for the score'));

    expect(page.text()).not.toContain('Show the effect');
  });
});
