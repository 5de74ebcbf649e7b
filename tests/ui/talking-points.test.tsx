import { Link } from '@hubspot/ui-extensions';
import { describe, expect, test } from 'vitest';
import { buildEnrichment, buildRecord, type Some } from './builders.ts';
import { placeCard } from './card-stand.tsx';

async function show(enrichment: Some) {
  const card = placeCard();
  card.show();
  (await card.request(1)).answer({ ...buildRecord(), enrichment });
  await card.until(() => expect(card.text()).not.toContain('Looking up'));
  return card;
}

describe('talking points', () => {
  test('are shown with their sources and who wrote them', async () => {
    const plain = await show(buildEnrichment());
    const links = plain.findAll(Link).length;
    const card = await show(
      buildEnrichment({ talkingPoints: [{ text: 'You have been in business since 2018.', evidence: ['e1'] }] }),
    );

    expect(card.text()).toContain('Talking points You have been in business since 2018.');
    expect(card.text()).toContain('Written by AI from the evidence named: check it before you say it.');
    expect(card.findAll(Link).length).toBeGreaterThan(links);
  });

  test.each([
    ['none', buildEnrichment({ talkingPoints: [] })],
    ['an older result without any', buildEnrichment({ talkingPoints: undefined })],
  ])('leave no heading behind where there are %s', async (_name, enrichment) => {
    expect((await show(enrichment)).text()).not.toContain('Talking points');
  });
});
