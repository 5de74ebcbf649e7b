import { Button, Checkbox, LoadingButton, ToggleGroup } from '@hubspot/ui-extensions';
import { describe, expect, test } from 'vitest';
import { buildEnrichment, buildNeedsReview, buildRecord } from './builders.ts';
import { placeCard, refusal } from './card-stand.tsx';

type Card = ReturnType<typeof placeCard>;

const write = (property: string, before: string | null, after: string, written = false) => ({
  property,
  before,
  after,
  decision: 'write',
  reason: 'was empty',
  written,
});
const kept = {
  property: 'city',
  before: 'York',
  after: 'Leeds',
  decision: 'keep',
  reason: 'set by a person',
  written: false,
};
const preview = buildEnrichment({
  id: 'run-2',
  mode: 'preview',
  changes: [write('oppspot_score', null, '74'), write('oppspot_summary', null, 'Widgets.'), kept],
  undo: { possibleUntil: null, undoneAt: null },
});
const inTime = new Date(Date.now() + 86_400_000).toISOString();
const applied = buildEnrichment({
  changes: [
    write('oppspot_score', null, '74', true),
    write('oppspot_summary', 'Old.', 'Widgets.', true),
    write('oppspot_last_enriched_at', null, '2026-11-20T09:00:00.000Z', true),
  ],
  undo: { possibleUntil: inTime, undoneAt: null },
});

const button = (card: Card, words: string) =>
  card.until(() => {
    const found = [...card.findAll(Button), ...card.findAll(LoadingButton)].find(({ text }) => text === words);
    if (!found) throw new Error(`no button "${words}" in: ${card.text()}`);
    return found;
  });
const click = async (card: Card, words: string) => void (await button(card, words)).trigger('onClick');
const primaries = (card: Card) =>
  [...card.findAll(Button), ...card.findAll(LoadingButton)].filter(({ props }) => props.variant === 'primary');

async function placeWith(enrichment: ReturnType<typeof buildEnrichment> | null) {
  const card = placeCard();
  card.show();
  (await card.request(1)).answer(buildRecord({ enrichment }));
  await card.until(() => expect(card.text()).not.toContain('Looking up'));
  return card;
}

describe('a preview', () => {
  test('shows what would be written and kept, with reasons, under one primary button', async () => {
    const card = await placeWith(null);

    await click(card, 'Preview first');
    const asked = await card.request(2);
    asked.answer({ enrichment: preview });
    await button(card, 'Apply all 2 changes');

    expect(asked.body).toMatchObject({ mode: 'preview' });
    expect(card.text()).toContain('Preview: nothing is written yet');
    expect(card.text()).toContain('Kept “York”. Set by a person');
    expect(primaries(card)).toHaveLength(1);
    expect(card.mocks.actions.refreshObjectProperties.callCount).toBe(0);
  });

  test('is applied for what was left chosen, the status beside it, and then shows the result', async () => {
    const card = await placeWith(preview);

    card.findAll(Checkbox)[1]?.props.onChange?.(false, 'on');
    await click(card, 'Apply 1 of 2');
    const asked = await card.request(2);
    asked.answer({ enrichment: { ...preview, changes: [write('oppspot_score', null, '74', true), kept] } });
    await card.until(() => expect(card.text()).toContain('Written to the record (1)'));

    expect(asked.path).toBe('/api/hubspot/enrichments/run-2/apply');
    expect(asked.body).toEqual({ properties: ['oppspot_score', 'oppspot_enrichment_status'] });
    expect(card.mocks.actions.addAlert.calls[0]?.[0]).toMatchObject({ message: '1 value written, 1 kept.' });
  });

  test('gives way to what it stands in front of', async () => {
    const card = await placeWith(applied);
    await click(card, 'Preview');
    (await card.request(2)).answer({ enrichment: preview });

    await click(card, 'Close preview');

    await button(card, 'Enrich again');
    expect(card.sent).toHaveLength(2);
  });

  test('keeps being a preview when the person chooses the company', async () => {
    const card = await placeWith(buildNeedsReview({ mode: 'preview' }));

    card.find(ToggleGroup).trigger('onChange', 'company-2' as never);
    await click(card, 'Use this company');

    expect((await card.request(2)).body).toMatchObject({ companyId: 'company-2', mode: 'preview' });
  });
});

describe('an undo', () => {
  test('says beforehand what comes back, and afterwards what came back and what was kept', async () => {
    const card = await placeWith(applied);
    await click(card, 'Undo');
    await button(card, 'Undo all 2 changes');
    expect(card.findAll(Checkbox).map(({ props }) => props.description)).toEqual([
      '“74” → empty',
      '“Widgets.” → “Old.”',
    ]);

    await click(card, 'Undo all 2 changes');
    const edited = { ...kept, property: 'oppspot_summary', before: 'Mine.', reason: 'edited since, kept' };
    const changes = [write('oppspot_score', '74', '', true), edited];
    const undone = { possibleUntil: inTime, undoneAt: new Date().toISOString(), open: [] };
    (await card.request(2)).answer({ enrichment: { ...applied, changes, undo: undone } });

    await card.until(() =>
      expect(card.text()).toContain('1 value restored, 1 kept because somebody changed them since'),
    );
    expect(card.text()).toContain('Kept “Mine.”. Edited since, kept');
    expect(primaries(card).map(({ text }) => text)).toEqual(['Enrich with oppSpot']);
  });

  test('is not offered after thirty days', async () => {
    const card = await placeWith(
      buildEnrichment({ ...applied, undo: { possibleUntil: '2026-01-01T00:00:00Z', undoneAt: null } }),
    );

    await card.until(() => expect(card.text()).toContain('This can no longer be undone'));
    expect(card.findAll(Button).map(({ text }) => text)).not.toContain('Undo');
  });

  test('that did not reach oppSpot is tried again as it was asked', async () => {
    const card = await placeWith(applied);
    await click(card, 'Undo');
    await click(card, 'Undo all 2 changes');
    (await card.request(2)).breakOff();

    await click(card, 'Try again');

    expect((await card.request(3)).path).toBe('/api/hubspot/enrichments/run-1/undo');
  });

  test('offers only what is still open after a part was undone', async () => {
    const undo = { possibleUntil: inTime, undoneAt: null, open: [{ property: 'oppspot_summary' }] };
    const card = await placeWith(buildEnrichment({ ...applied, undo }));

    await click(card, 'Undo');

    await button(card, 'Undo all 1 change');
  });
});

describe('a wrong company', () => {
  test('is forgotten on request, and the card asks which one it is', async () => {
    const card = await placeWith(applied);
    await click(card, 'Wrong company?');

    await click(card, 'Forget this company');
    const asked = await card.request(2);
    const cleared = [write('oppspot_score', '74', '', true), kept];
    asked.answer({ enrichment: buildNeedsReview({ changes: cleared }) });
    await button(card, 'Use this company');

    expect(`${asked.method} ${asked.path}`).toBe('POST /api/hubspot/records/companies/42/forget-match');
    expect(card.text()).toContain('The values about the company before were cleared');
    expect(card.text()).toContain('Kept as it is (1)');
  });
});

describe('a result that is not useful', () => {
  test('is marked, and the mark can be taken back', async () => {
    const card = await placeWith(applied);
    await click(card, 'Not useful');
    const mark = { about: 'score', kind: null, occurredAt: null, userId: 7, at: inTime };
    const asked = await card.request(2);
    asked.answer({ feedback: [mark] });
    await click(card, 'Take back');

    expect(asked.body).toEqual({ about: 'score', isUseful: false });
    expect((await card.request(3)).body).toEqual({ about: 'score', isUseful: true });
  });
});

describe('the daily limit', () => {
  test('says why and when it goes on, without a button that cannot help', async () => {
    const card = await placeWith(null);
    await click(card, 'Enrich with oppSpot');
    (await card.request(2)).answer(refusal('daily_limit_reached', 'It goes on at 00:00 UTC, in about 5 hours.'), 429);

    await card.until(() => expect(card.text()).toContain('Daily limit reached'));
    expect(card.text()).toContain('in about 5 hours');
    expect(primaries(card)).toEqual([]);
  });
});
