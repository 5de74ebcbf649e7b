import { describe, expect, test } from 'vitest';
import { buildEnrichment, buildRecord } from './builders.ts';
import { placeCard } from './card-stand.tsx';

async function show(enrichment: object) {
  const card = placeCard();
  card.show();
  (await card.request(1)).answer({ ...buildRecord(), enrichment });
  return card;
}

describe('a run that HubSpot’s limit holds up', () => {
  test('says what it waits for', async () => {
    const card = await show(buildEnrichment({ status: 'running', waitingFor: 'hubspot_limit' }));

    await card.until(() => expect(card.text()).toContain('Waiting for HubSpot’s limit'));
  });

  test('says nothing of it while it works', async () => {
    const card = await show(buildEnrichment({ status: 'running' }));

    await card.until(() => expect(card.text()).toContain('Finding the company'));
    expect(card.text()).not.toContain('limit');
  });
});

describe('a run that failed because HubSpot is not to be asked for hours', () => {
  test('says until when, and not that a minute will do', async () => {
    const message =
      'This account’s HubSpot requests of the day are used up. Work goes on by itself after its midnight.';

    const card = await show(
      buildEnrichment({ status: 'failed', error: { code: 'rate_limited', message, retryAfterMs: 40_000_000 } }),
    );

    await card.until(() => expect(card.text()).toContain('HubSpot asks to wait'));
    expect(card.text()).toContain('after its midnight');
    expect(card.text()).not.toContain('in a minute');
  });
});
