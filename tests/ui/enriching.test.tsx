import { Button, LoadingButton } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { buildEnrichment, buildFailed, buildRecord } from './builders.ts';
import { placeCard, placeFreshCard, refusal } from './card-stand.tsx';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const running = { enrichment: { id: 'run-1', status: 'running' } };

describe('enriching', () => {
  test('sends one request with a key, then shows the result, refreshes the record and says so', async () => {
    const card = await placeFreshCard();

    card.find(Button).trigger('onClick');
    const post = await card.request(2);
    post.answer({ enrichment: buildEnrichment() });
    await card.until(() => expect(card.text()).toContain('Acme Widgets makes'));

    expect([post.method, post.path]).toEqual(['POST', '/api/hubspot/enrichments']);
    expect(post.body).toEqual({
      objectType: 'companies',
      objectId: '42',
      idempotencyKey: expect.stringMatching(/^42-.{10,}$/),
    });
    expect(card.mocks.actions.refreshObjectProperties.callCount).toBe(1);
    expect(card.mocks.actions.addAlert.calls).toEqual([
      [{ type: 'success', title: 'Enriched with oppSpot', message: 'Score 74, warm. 1 property updated.' }],
    ]);
  });

  test('starts one run when the button is clicked twice', async () => {
    const card = await placeFreshCard();
    const button = card.find(Button);

    button.trigger('onClick');
    button.trigger('onClick');
    (await card.request(2)).answer({ enrichment: buildEnrichment() });
    await card.until(() => expect(card.text()).toContain('Acme Widgets makes'));

    expect(card.sent).toHaveLength(2);
  });

  test('says more the longer it takes', async () => {
    const card = await placeFreshCard();

    card.find(Button).trigger('onClick');
    await card.request(2);
    await card.until(() => expect(card.text()).toContain('Finding the company'));
    await vi.advanceTimersByTimeAsync(3_000);
    await card.until(() => expect(card.text()).toContain('some sources take a few seconds'));
    await vi.advanceTimersByTimeAsync(7_000);

    await card.until(() => expect(card.text()).toContain('goes on in the background'));
  });

  test('looks every two seconds while the run goes on in the background', async () => {
    const card = await placeFreshCard();

    card.find(Button).trigger('onClick');
    (await card.request(2)).answer(running, 202);
    await vi.advanceTimersByTimeAsync(1_900);
    expect(card.sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(200);
    (await card.request(3)).answer(running);
    await vi.advanceTimersByTimeAsync(2_000);
    (await card.request(4)).answer({ enrichment: buildEnrichment() });

    await card.until(() => expect(card.text()).toContain('Acme Widgets makes'));
    expect(card.sent.slice(2).map(({ path }) => path)).toEqual([
      '/api/hubspot/enrichments/run-1',
      '/api/hubspot/enrichments/run-1',
    ]);
    expect(card.mocks.actions.addAlert.callCount).toBe(1);
  });

  test('keeps looking when one look fails', async () => {
    const card = await placeFreshCard();

    card.find(Button).trigger('onClick');
    (await card.request(2)).answer(running, 202);
    await vi.advanceTimersByTimeAsync(2_000);
    (await card.request(3)).breakOff();
    await vi.advanceTimersByTimeAsync(2_000);
    (await card.request(4)).answer({ enrichment: buildEnrichment() });

    await card.until(() => expect(card.text()).toContain('Acme Widgets makes'));
  });

  test('offers to look again, without a new run, when looking keeps failing', async () => {
    const card = await placeFreshCard();
    const lookAndBreak = async (number: number) => {
      await vi.advanceTimersByTimeAsync(2_000);
      (await card.request(number)).breakOff();
    };

    card.find(Button).trigger('onClick');
    (await card.request(2)).answer(running, 202);
    for (const number of [3, 4, 5, 6, 7]) await lookAndBreak(number);
    await card.until(() => expect(card.text()).toContain('oppSpot cannot be reached'));
    card.find(Button).trigger('onClick');
    await vi.advanceTimersByTimeAsync(2_000);
    (await card.request(8)).answer({ enrichment: buildEnrichment() });

    await card.until(() => expect(card.text()).toContain('Acme Widgets makes'));
    expect(card.sent.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });
});

describe('trying again', () => {
  const keyOf = (request: { body: Readonly<Record<string, unknown>> | undefined }) => request.body?.idempotencyKey;

  test('keeps the key of the click when the connection broke, so that nothing happens twice', async () => {
    const card = await placeFreshCard();

    card.find(Button).trigger('onClick');
    const first = await card.request(2);
    first.breakOff();
    await card.until(() => expect(card.text()).toContain('oppSpot cannot be reached'));
    card.find(Button).trigger('onClick');
    const second = await card.request(3);

    expect(keyOf(second)).toBe(keyOf(first));
  });

  test('takes a new key after a conflict, because the old one can never succeed', async () => {
    const card = await placeFreshCard();

    card.find(Button).trigger('onClick');
    const first = await card.request(2);
    first.answer(refusal('conflict', 'This key was used for another record.'), 409);
    await card.until(() => expect(card.text()).toContain('This key was used for another record.'));
    card.find(Button).trigger('onClick');
    const second = await card.request(3);

    expect(keyOf(second)).not.toBe(keyOf(first));
  });

  test('takes a new key after a run that failed, because the old one would replay the failure', async () => {
    const card = await placeFreshCard();

    card.find(Button).trigger('onClick');
    const first = await card.request(2);
    first.answer({ enrichment: buildFailed('upstream_unavailable', 'HubSpot answered 503') });
    await card.until(() => expect(card.text()).toContain('did not answer'));
    card.find(Button).trigger('onClick');
    const second = await card.request(3);

    expect(keyOf(second)).not.toBe(keyOf(first));
    expect(card.mocks.actions.addAlert.calls[0]?.[0]).toMatchObject({ type: 'danger', title: 'Not enriched' });
  });
});

describe('enriching again', () => {
  test('keeps the result on screen, bypasses the caches and names a refusal beside it', async () => {
    const card = placeCard();
    card.show();
    (await card.request(1)).answer(buildRecord({ enrichment: buildEnrichment() }));
    await card.until(() => card.find(LoadingButton));

    card.find(LoadingButton).trigger('onClick');
    const post = await card.request(2);
    await card.until(() => expect(card.find(LoadingButton).props.loading).toBe(true));
    expect(card.text()).toContain('Acme Widgets makes');
    post.answer(refusal('rate_limited', 'slow down'), 429);

    await card.until(() => expect(card.text()).toContain('A lot is going on in your account'));
    expect(post.body).toMatchObject({ refresh: true });
    expect(card.text()).toContain('Acme Widgets makes');
  });

  test('offers nothing that would call HubSpot while disconnected, but keeps what is known', async () => {
    const card = placeCard();

    card.show();
    const record = buildRecord({ enrichment: buildEnrichment(), connection: { status: 'disconnected' } });
    (await card.request(1)).answer(record);
    await card.until(() => expect(card.text()).toContain('oppSpot is disconnected from HubSpot'));

    expect(card.findAll(Button).map(({ text }) => text)).toEqual(['Check again']);
    expect(card.findAll(LoadingButton)).toEqual([]);
    expect(card.text()).toContain('Acme Widgets makes');
  });

  test('turns to disconnected when the backend says so at a click', async () => {
    const card = await placeFreshCard();

    card.find(Button).trigger('onClick');
    (await card.request(2)).answer(refusal('disconnected', 'reconnect'), 409);
    await card.until(() => expect(card.text()).toContain('oppSpot is disconnected from HubSpot'));
    card.find(Button).trigger('onClick');
    (await card.request(3)).answer(buildRecord());

    await card.until(() => expect(card.text()).toContain('Not enriched yet'));
  });
});
