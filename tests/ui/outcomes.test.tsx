import { Accordion, Button, Link, LoadingButton, ProgressBar, ScoreCircle } from '@hubspot/ui-extensions';
import { describe, expect, test } from 'vitest';
import {
  buildEnrichment,
  buildFailed,
  buildInsufficientData,
  buildNeedsReview,
  buildNoMatch,
  buildRecord,
  buildScore,
  type Some,
} from './builders.ts';
import { placeCard } from './card-stand.tsx';

async function show(enrichment: Some, options: Parameters<typeof placeCard>[0] & { settings?: Some } = {}) {
  const card = placeCard(options);
  card.show();
  const record = buildRecord();
  const settings = { ...record.settings, ...options.settings };
  (await card.request(1)).answer({ ...record, settings, enrichment });
  await card.until(() => expect(card.text()).not.toContain('Looking up'));
  return card;
}

describe('a completed enrichment', () => {
  test('shows the score with its band and how much of it is known', async () => {
    const card = await show(buildEnrichment());

    expect(card.find(ScoreCircle).props.score).toBe(74);
    expect(card.text()).toContain('Warm Score 74 of 100. 71% of what the score looks at is known.');
    expect(card.text()).toContain('Accounts filed on time: +7 points');
  });

  test('shows each part with its weight, and leaves an unknown one unknown', async () => {
    const card = await show(buildEnrichment());

    expect(card.findAll(ProgressBar).map(({ props }) => [props.title, props.value])).toEqual([
      ['Financial strength', 84],
      ['Growth', 70],
      ['Fit with your ideal customer', 100],
    ]);
    expect(card.text()).toContain('Counts for 34% of the score. 55% of it is known.');
    expect(card.text()).toContain('Engagement with you Unknown, so it is left out.');
  });

  test('gives every factor its points, its reason, its date and its source', async () => {
    const card = await show(buildEnrichment());

    expect(card.text()).toContain(
      'Accounts filing: 20 of 20 points Next accounts are due on 31 December 2026. As of 12 Oct 2026 Company register',
    );
  });

  test('says what caps the score', async () => {
    const gates = [
      { name: 'icp_must_not_industry', cap: 20 },
      { name: 'strike_off', cap: 25 },
      { name: 'icp_must_place', cap: 40 },
      { name: 'new_gate', cap: 40 },
    ];
    const card = await show(buildEnrichment({ score: buildScore({ total: 25, band: 'cold', gates }) }));

    for (const words of [
      'Your ideal customer profile excludes this industry: the score cannot be above 20.',
      'Proposal to strike it off: the score cannot be above 25.',
      'Your ideal customer profile asks for another place: the score cannot be above 40.',
      'New gate: the score cannot be above 40.',
    ])
      expect(card.text()).toContain(words);
  });

  test('shows signals with strength, date and source, next actions with due time, and the stage', async () => {
    const card = await show(buildEnrichment());

    expect(card.text()).toContain('A director was appointed Strong 2 Nov 2026 HubSpot');
    expect(card.text()).toContain('Make a personal introduction Within 2 days · Score 74, warm');
    expect(card.text()).toContain('Suggested deal stage: Engaged');
  });

  test('says who wrote the summary', async () => {
    const byTemplate = await show(buildEnrichment());
    const byAi = await show(buildEnrichment({ summary: { text: 'It makes widgets.', source: 'ai', evidence: [] } }));

    expect(byTemplate.text()).toContain('Template text, no AI');
    expect(byAi.text()).toContain('Written by AI from the evidence below');
  });

  test('links evidence to its page in a new tab', async () => {
    const card = await show(buildEnrichment());

    expect(card.find(Link, ({ text }) => text === 'Register entry of Acme Widgets Ltd').props.href).toEqual({
      url: 'https://find-and-update.company-information.service.gov.uk/company/01234567',
      external: true,
    });
  });

  test('shows what was written from what to what, and what was kept and why', async () => {
    const card = await show(buildEnrichment());

    expect(card.text()).toContain('Written to the record (1) Score empty → “74”');
    expect(card.text()).toContain('city Kept “York”. Set by a person');
  });

  test('counts the sources that did not answer and says which', async () => {
    const sources = [{ name: 'website', status: 'failed', reason: 'no answer within 5 seconds', ms: 5000 }];
    const card = await show(buildEnrichment({ sources }));

    expect(card.text()).toContain(
      'Sources (1 did not answer) Company website: did not answer. No answer within 5 seconds',
    );
  });

  test('has no primary button: nothing has to be done', async () => {
    const card = await show(buildEnrichment());

    expect(card.findAll(Button).filter(({ props }) => props.variant === 'primary')).toEqual([]);
    expect(card.find(LoadingButton).text).toBe('Enrich again');
  });

  test('folds the parts of the score away in the narrow sidebar', async () => {
    const card = await show(buildEnrichment(), { location: 'crm.record.sidebar' });

    expect(card.findAll(Accordion).map(({ props }) => props.title)).toContain('How the score is made');
  });

  test('writes numbers and dates as the user’s locale does', async () => {
    const card = await show(buildEnrichment(), { locale: 'de_DE' });

    expect(card.text()).toContain('71 %');
    expect(card.text()).toContain('02.11.2026');
  });
});

describe('the other ends', () => {
  test('insufficient data says what is known, what is missing and that an ideal customer profile would help', async () => {
    const card = await show(buildInsufficientData(), { settings: { icpCriteria: 0 } });

    expect(card.text()).toContain('oppSpot knows 19% of what the score looks at and needs 35%.');
    expect(card.text()).toContain('Missing: engagement with you, fit with your ideal customer.');
    expect(card.text()).toContain('describe your ideal customer in the oppSpot settings. It counts for up to 30%');
    expect(card.maybeFind(ScoreCircle)).toBeNull();
  });

  test('insufficient data keeps quiet about an ideal customer profile that exists', async () => {
    const card = await show(buildInsufficientData(), { settings: { icpCriteria: 3 } });

    expect(card.text()).not.toContain('describe your ideal customer');
  });

  test('needs review says that no values were written', async () => {
    const card = await show(buildNeedsReview());

    expect(card.text()).toContain(
      'Which company is it? More than one company could be meant, so no values were written.',
    );
  });

  test('no match says what was tried and what would help', async () => {
    const card = await show(buildNoMatch());

    expect(card.text()).toContain('What was tried: no domain; name not in the register.');
    expect(card.text()).toContain('Its registered name and city');
    expect(card.find(LoadingButton).text).toBe('Look up again');
  });

  test('suppressed says why, who can change it, and offers no second try', async () => {
    const card = await show(buildFailed('suppressed', 'the domain is on the list'));

    expect(card.text()).toContain('No source was asked and nothing was written. An admin can change the list');
    expect(card.findAll(Button)).toEqual([]);
  });

  test('a failure with an unknown code speaks through the backend’s message', async () => {
    const card = await show(buildFailed('brand_new', 'The moon is in the way.'));

    expect(card.text()).toContain('The moon is in the way.');
    expect(card.find(Button).text).toBe('Try again');
  });
});
