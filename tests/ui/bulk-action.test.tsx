import { Button, EmptyState, LoadingButton, NumberInput, ProgressBar } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bulkOf, closeBulkActions, estimateOf, openBulkAction } from './bulk-stand.tsx';
import { refusal } from './card-stand.tsx';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  closeBulkActions();
  vi.useRealTimers();
});

const ids = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

/** Opens the action over `count` companies and answers its estimate. */
async function estimated(count: number) {
  const action = openBulkAction(ids(count));
  (await action.request(1)).answer(estimateOf(count));
  await action.until(() => expect(action.text()).toContain('Start enriching'));
  const press = (words: string) =>
    [...action.findAll(LoadingButton), ...action.findAll(Button)]
      .find((button) => button.text === words || button.toString().includes(words))
      ?.trigger('onClick');
  return { ...action, press };
}

/** Lets the wait between two looks at a run pass. */
const look = () => vi.advanceTimersByTimeAsync(2_000);

/** The same, with the run begun. */
async function running(count: number, over: object = {}) {
  const action = await estimated(count);
  action.press('Start enriching');
  (await action.request(2)).answer(bulkOf({ total: count, ...over }), 202);
  await action.until(() => expect(action.maybeFind(NumberInput)).toBeNull());
  return action;
}

describe('before a run', () => {
  it('asks for an estimate of exactly the selection, and starts nothing', async () => {
    const action = openBulkAction([7, 9]);

    const { method, path, body } = await action.request(1);

    expect([method, path]).toEqual(['POST', '']);
    expect(body).toMatchObject({ objectType: 'companies', objectIds: ['7', '9'], cap: 2, dryRun: true });
  });

  it('says how many records, how long and at what cost', async () => {
    const { text } = await estimated(3);

    expect(text()).toContain('Enrich 3 companies');
    expect(text()).toContain('Takes about 2 minutes');
    expect(text()).toContain('40 (68,000 tokens)');
  });

  it('estimates again for a lower cap, and starts with it', async () => {
    const action = await estimated(3);

    action.find(NumberInput).trigger('onChange', 2 as never);
    await vi.advanceTimersByTimeAsync(400);
    const second = await action.request(2);
    expect(action.find(NumberInput).props).toMatchObject({ value: 2 });
    expect(action.find(LoadingButton).props).toMatchObject({ disabled: true });
    second.answer(estimateOf(2));
    await action.until(() => expect(action.text()).toContain('Enrich 2 companies'));
    action.press('Start enriching');

    expect(second.body).toMatchObject({ cap: 2, dryRun: true });
    const started = (await action.request(3)).body;
    expect(started).toMatchObject({ cap: 2 });
    expect(started).not.toHaveProperty('dryRun');
  });

  it('does not start with a cap outside the selection', async () => {
    const action = await estimated(3);

    action.find(NumberInput).trigger('onChange', 4 as never);

    await action.until(() => expect(action.find(NumberInput).props).toMatchObject({ error: true }));
    expect(action.find(LoadingButton).props).toMatchObject({ disabled: true });
  });

  it('says what to do when nothing is selected, and asks nobody', async () => {
    const action = openBulkAction([]);

    await action.until(() => expect(action.find(EmptyState).props).toMatchObject({ title: 'No records selected' }));
    expect(action.sent).toEqual([]);
  });

  it('says why there is no estimate, and asks again on demand', async () => {
    const action = openBulkAction([7]);
    (await action.request(1)).answer(refusal('not_installed', 'Ask an admin to install it.'), 403);
    await action.until(() => expect(action.text()).toContain('oppSpot is not installed for this account'));

    action.find(Button).trigger('onClick');

    (await action.request(2)).answer(estimateOf(1));
    await action.until(() => expect(action.text()).toContain('Enrich 1 company'));
  });

  it('works on the three object types only', async () => {
    const action = openBulkAction([7], '0-5');

    await action.until(() => expect(action.text()).toContain('contacts, companies and deals only'));
  });
});

describe('starting a run', () => {
  it('sends the same key when the first try got no answer, so that there is one run', async () => {
    const action = await estimated(3);
    action.press('Start enriching');
    const first = await action.request(2);
    first.breakOff();
    await action.until(() => expect(action.text()).toContain('oppSpot cannot be reached'));

    action.press('Start enriching');

    expect((await action.request(3)).body?.idempotencyKey).toBe(first.body?.idempotencyKey);
  });

  it('explains that many need an admin, and offers as many as the person may', async () => {
    const action = await estimated(101);
    action.press('Start enriching');
    const first = await action.request(2);
    first.answer(refusal('forbidden', 'More than 100 records at once need an admin.'), 403);
    await action.until(() => expect(action.text()).toContain('That many need an admin'));

    action.press('Enrich the first 100 companies');

    const second = await action.request(3);
    expect(second.body).toMatchObject({ cap: 100 });
    expect(second.body?.idempotencyKey).not.toBe(first.body?.idempotencyKey);
  });
});

describe('a run', () => {
  it('shows how far it is, how long it takes still, and that it goes on by itself', async () => {
    const action = await running(3, { done: 1, enriched: 1 });

    expect(action.find(ProgressBar).props).toMatchObject({ value: 1, maxValue: 3, title: '1 of 3' });
    expect(action.text()).toContain('About 2 minutes left.');
    expect(action.text()).toContain('You can close this panel.');
  });

  it('is looked at until it ends, and then no more', async () => {
    const action = await running(3);
    await look();
    (await action.request(3)).answer(
      bulkOf({ status: 'completed', done: 3, enriched: 1, needsReview: 1, unchanged: 1, etaSeconds: 0 }),
    );

    await action.until(() => expect(action.text()).toContain('Done: 3 companies'));

    expect(action.text()).toContain('Need a choice of company 1');
    expect(action.text()).not.toContain('Failed');
    await look();
    expect(action.sent).toHaveLength(3);
  });

  it('is still followed after a look that failed', async () => {
    const action = await running(3);
    await look();
    (await action.request(3)).breakOff();
    await action.until(() => expect(action.text()).toContain('oppSpot cannot be reached'));

    await look();
    (await action.request(4)).answer(bulkOf({ done: 2, enriched: 2 }));

    await action.until(() => expect(action.find(ProgressBar).props).toMatchObject({ value: 2 }));
    expect(action.text()).not.toContain('oppSpot cannot be reached');
  });

  it('says why it pauses', async () => {
    const action = await running(3, {
      status: 'paused',
      statusReason: 'The daily limit is reached.',
      etaSeconds: null,
    });

    expect(action.text()).toContain('Paused: it goes on by itself The daily limit is reached.');
  });

  it('stops, and resumes', async () => {
    const action = await running(3);
    action.press('Stop');
    const stop = await action.request(3);
    stop.answer(bulkOf({ status: 'stopped', done: 1, enriched: 1, etaSeconds: null }));
    await action.until(() => expect(action.text()).toContain('1 company done, 2 left.'));

    action.press('Resume');
    const resume = await action.request(4);
    resume.answer(bulkOf({ status: 'queued', done: 1, enriched: 1 }));
    await action.until(() => expect(action.maybeFind(ProgressBar)).not.toBeNull());

    expect([stop.path, resume.path]).toEqual(['/b1/stop', '/b1/resume']);
  });

  it('says why it failed, what stays, and can be resumed', async () => {
    const action = await running(3, {
      status: 'failed',
      statusReason: 'HubSpot ended the connection.',
      done: 1,
      enriched: 1,
    });

    expect(action.text()).toContain('The run could not go on HubSpot ended the connection. 1 company');
    expect(action.text()).toContain('Resume');
  });

  it('is undone on demand, and says what came back', async () => {
    const action = await running(3, { status: 'completed', done: 3, enriched: 3, etaSeconds: 0 });
    action.press('Undo this run');
    const undo = await action.request(3);
    undo.answer(
      bulkOf({
        status: 'completed',
        done: 3,
        enriched: 3,
        undo: { status: 'completed', reason: null, restored: 2, kept: 1, failed: 0 },
      }),
    );

    await action.until(() => expect(action.text()).toContain('The run was undone'));
    expect(undo.path).toBe('/b1/undo');
    expect(action.text()).toContain('Values of 2 records came back. 1 record keep');
  });

  it('whose undo is paused says why, and is followed until that goes on by itself', async () => {
    const counts = { restored: 1, kept: 0, failed: 0 };
    const done = { status: 'completed', done: 3, enriched: 3, etaSeconds: 0 };
    const action = await running(3, { ...done, undo: { status: 'paused', reason: 'HubSpot is away.', ...counts } });

    expect(action.text()).toContain('The undo is paused HubSpot is away. Values of 1 record came back.');
    expect(action.text()).not.toContain('Undo this run');
    await look();
    (await action.request(3)).answer(bulkOf({ ...done, undo: { status: 'completed', reason: null, ...counts } }));
    await action.until(() => expect(action.text()).toContain('The run was undone'));
  });

  it('whose undo failed says why, and is undone again on demand', async () => {
    const undo = { status: 'failed', reason: 'HubSpot refused.', restored: 0, kept: 0, failed: 0 };
    const action = await running(3, { status: 'completed', done: 3, enriched: 3, etaSeconds: 0, undo });

    expect(action.text()).toContain('The undo could not finish HubSpot refused.');
    action.press('Try the undo again');

    expect((await action.request(3)).path).toBe('/b1/undo');
  });

  it('reloads the list on demand, so that the results show', async () => {
    const action = await running(3, { status: 'completed', done: 3, enriched: 3, etaSeconds: 0 });

    action.press('Reload the list');

    expect(action.mocks.actions.reloadPage.callCount).toBe(1);
  });
});
