import { Button, SearchInput, ToggleGroup } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { buildCandidate, buildEnrichment, buildNeedsReview, buildNoMatch, buildRecord, type Some } from './builders.ts';
import { placeCard, refusal } from './card-stand.tsx';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

async function placeCardWith(enrichment: Some) {
  const card = placeCard();
  card.show();
  (await card.request(1)).answer(buildRecord({ enrichment }));
  await card.until(() => expect(card.text()).not.toContain('Looking up'));
  const button = (label: string) => card.find(Button, ({ text }) => text === label);
  const type = async (query: string) => {
    card.find(SearchInput).trigger('onInput', query as never);
    await card.until(() => expect(card.find(SearchInput).props.value).toBe(query));
    await vi.advanceTimersByTimeAsync(300);
  };
  return { ...card, button, type };
}

const offered = (card: Awaited<ReturnType<typeof placeCardWith>>) =>
  card.find(ToggleGroup).props.options.map(({ label }) => label);

test('lists the companies that could be meant with number, status, place, confidence and reasons', async () => {
  const card = await placeCardWith(buildNeedsReview());

  expect(card.find(ToggleGroup).props.options[0]).toEqual({
    value: 'company-1',
    label: 'Acme Widgets Ltd',
    description: 'No. 01234567 · Active · Leeds · 60% likely: name equal after normalising',
  });
  expect(card.button('Use this company').props.disabled).toBe(true);
});

test('runs again with the company that was chosen', async () => {
  const card = await placeCardWith(buildNeedsReview());

  card.find(ToggleGroup).trigger('onChange', 'company-2' as never);
  await card.until(() => expect(card.button('Use this company').props.disabled).toBe(false));
  card.button('Use this company').trigger('onClick');
  const post = await card.request(2);
  post.answer({ enrichment: buildEnrichment() });

  await card.until(() => expect(card.text()).toContain('Acme Widgets makes'));
  expect(post.body).toMatchObject({ companyId: 'company-2' });
});

test('keeps the choice when a broken connection is tried again', async () => {
  const card = await placeCardWith(buildNeedsReview());

  card.find(ToggleGroup).trigger('onChange', 'company-2' as never);
  await card.until(() => expect(card.button('Use this company').props.disabled).toBe(false));
  card.button('Use this company').trigger('onClick');
  const first = await card.request(2);
  first.breakOff();
  await card.until(() => card.button('Try again'));
  card.button('Try again').trigger('onClick');

  expect((await card.request(3)).body).toEqual(first.body);
});

test('finds other companies by search, once the person has stopped typing', async () => {
  const card = await placeCardWith(buildNoMatch());

  await card.type('Acme & Sons');
  const search = await card.request(2);
  search.answer({ companies: [buildCandidate({ id: 'found', name: 'Acme and Sons Ltd' })] });
  await card.until(() => expect(offered(card)).toEqual(['Acme and Sons Ltd']));

  expect(search.path).toBe('/api/hubspot/companies?query=Acme%20%26%20Sons&objectType=companies&objectId=42');
});

test('ignores the answer to an earlier search that arrives late', async () => {
  const card = await placeCardWith(buildNoMatch());

  await card.type('Acme');
  const early = await card.request(2);
  await card.type('Beta');
  (await card.request(3)).answer({ companies: [buildCandidate({ name: 'Beta Ltd' })] });
  await card.until(() => expect(offered(card)).toEqual(['Beta Ltd']));
  early.answer({ companies: [buildCandidate({ name: 'Acme Ltd' })] });
  await vi.advanceTimersByTimeAsync(10);

  expect(offered(card)).toEqual(['Beta Ltd']);
});

test('says when a search finds nothing and when it fails', async () => {
  const card = await placeCardWith(buildNoMatch());

  await card.type('Zzzz');
  (await card.request(2)).answer({ companies: [] });
  await card.until(() => expect(card.text()).toContain('No company has this name or number'));
  await card.type('Acme');
  (await card.request(3)).answer(refusal('rate_limited', 'Too many searches; wait a minute.'), 429);

  await card.until(() => expect(card.text()).toContain('Too many searches; wait a minute.'));
});

test('lets a person replace the company of a result, or keep it', async () => {
  const card = await placeCardWith(buildEnrichment());

  card.button('Wrong company?').trigger('onClick');
  await card.until(() => expect(offered(card)).toEqual(['Acme Widgets (North) Ltd']));
  card.button('Keep the current one').trigger('onClick');

  await card.until(() => expect(card.text()).toContain('Acme Widgets makes'));
  expect(card.sent).toHaveLength(1);
});
