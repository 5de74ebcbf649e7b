import { Button, LoadingSpinner } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { buildEnrichment, buildRecord } from './builders.ts';
import { placeCard, placeFreshCard, refusal } from './card-stand.tsx';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('reading what is stored', () => {
  test('shows the stored enrichment after one request, without an alert', async () => {
    const card = placeCard();

    card.show();
    expect(card.find(LoadingSpinner).props.label).toContain('Looking up');
    (await card.request(1)).answer(buildRecord({ enrichment: buildEnrichment() }));
    await card.until(() => expect(card.text()).toContain('Acme Widgets makes widgets in Leeds.'));

    expect(card.sent.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /api/hubspot/records/companies/42']);
    expect(card.mocks.actions.addAlert.callCount).toBe(0);
  });

  test('offers one primary button on a record that was never enriched', async () => {
    const card = await placeFreshCard();

    expect(card.findAll(Button).map(({ text, props }) => [text, props.variant])).toEqual([
      ['Enrich with oppSpot', 'primary'],
      ['Preview first', undefined],
    ]);
    expect(card.text()).toContain('Not enriched yet');
  });

  test('follows a run that somebody else started', async () => {
    const card = placeCard();

    card.show();
    (await card.request(1)).answer(buildRecord({ enrichment: buildEnrichment({ status: 'running' }) }));
    await card.until(() => expect(card.text()).toContain('Finding the company'));
    await vi.advanceTimersByTimeAsync(2_000);
    (await card.request(2)).answer({ enrichment: buildEnrichment() });

    await card.until(() => expect(card.text()).toContain('Acme Widgets makes'));
    expect(card.sent[1]?.path).toBe('/api/hubspot/enrichments/run-1');
  });

  test('takes over what the other card or a workflow has written, without an alert', async () => {
    const card = placeCard();
    card.show();
    (await card.request(1)).answer(buildRecord({ enrichment: buildEnrichment() }));
    await card.until(() => expect(card.text()).toContain('Acme Widgets makes'));

    card.mocks.actions.onCrmPropertiesUpdate.calls[0]?.[1]({});
    const summary = { text: 'It now makes gadgets.', source: 'template', evidence: [] };
    (await card.request(2)).answer(buildRecord({ enrichment: buildEnrichment({ id: 'run-2', summary }) }));

    await card.until(() => expect(card.text()).toContain('It now makes gadgets.'));
    expect(card.mocks.actions.addAlert.callCount).toBe(0);
    expect(card.mocks.actions.onCrmPropertiesUpdate.callCount).toBe(1);
  });

  test('warns when the connection to HubSpot is in trouble, and still shows the result', async () => {
    const card = placeCard();

    card.show();
    const record = buildRecord({ enrichment: buildEnrichment(), connection: { status: 'error' } });
    (await card.request(1)).answer(record);

    await card.until(() => expect(card.text()).toContain('The connection to HubSpot needs a look'));
    expect(card.text()).toContain('Acme Widgets makes');
  });

  test('says that oppSpot cannot be reached and reads again on request', async () => {
    const card = placeCard();

    card.show();
    (await card.request(1)).breakOff();
    await card.until(() => expect(card.text()).toContain('oppSpot cannot be reached'));
    card.find(Button).trigger('onClick');
    (await card.request(2)).answer(buildRecord());

    await card.until(() => expect(card.text()).toContain('Not enriched yet'));
  });

  test('tells who can install the app when the account has not', async () => {
    const card = placeCard();

    card.show();
    (await card.request(1)).answer(refusal('not_installed', 'unknown portal'), 403);

    await card.until(() => expect(card.text()).toContain('oppSpot is not installed for this account'));
    expect(card.text()).toContain('Ask an admin');
    expect(card.text()).toContain('Reference for support: req-1');
  });

  test('explains a card that was uploaded without its backend address', async () => {
    const card = placeCard();
    card.mocks.context.variables = {};

    card.show();

    expect(card.text()).toContain('BACKEND_ORIGIN');
    expect(card.sent).toEqual([]);
  });
});
