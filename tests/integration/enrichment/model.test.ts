import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenAiMode, type OpenAiStandIn, startOpenAiStandIn } from '../../support/openai-stand-in.ts';
import { PROCESSES } from '../../support/start-product.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let model: OpenAiStandIn;

beforeAll(async () => {
  model = await startOpenAiStandIn();
  model.answerWith('two_sentences');
  world = await startWorld({
    env: { OPENAI_API_KEY: 'key-of-the-test', OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'test-model' },
  });
});

afterAll(async () => {
  await world.stop();
  await model.close();
});

const forgetTexts = () => world.query('DELETE FROM summaries');

describe('a summary by the model', () => {
  it('is written from the evidence, says so, and counts its tokens', async () => {
    const run = await world.enrich('companies', 'kestrel');

    expect(run.summary?.source).toBe('ai');
    expect(run.summary?.evidence.length).toBeGreaterThan(0);
    expect(run.usage).toMatchObject({ modelCalls: 1, modelTokens: model.tokensTold() });
  });

  it('costs nothing again for the same record, and nothing for a contact of the same company', async () => {
    const asked = model.requests.length;

    const again = await world.enrich('companies', 'kestrel');
    const contact = await world.enrich('contacts', 'ann');

    expect([again, contact].map(({ summary, usage }) => [summary?.source, usage.modelCalls])).toEqual([
      ['ai', 0],
      ['ai', 0],
    ]);
    expect(model.requests.length).toBe(asked);
  });

  it('never carries an e-mail address or a person’s name to the model', () => {
    const sent = JSON.stringify(model.requests);

    expect(sent).not.toMatch(/@kestrel-loom/);
    expect(sent).not.toMatch(/\bAnn\b/);
  });
});

describe('all that the model words', () => {
  it('reaches card and HubSpot: the same actions in its words, and things to say', async () => {
    await forgetTexts();
    model.answerWith('refusal');
    const own = await world.enrich('companies', 'kestrel');
    model.answerWith('all_texts');

    const run = await world.enrich('companies', 'kestrel');

    expect(own.talkingPoints).toEqual([]);
    expect(run.nextActions).toEqual(
      own.nextActions.map((action) => ({ ...action, text: `${action.text}, for KESTREL LOOM SOFTWARE LIMITED` })),
    );
    expect((await world.values('companies', 'kestrel')).oppspot_next_actions).toBe(
      run.nextActions.map(({ text }) => text).join('\n'),
    );
    expect(run.talkingPoints?.map(({ text }) => text)).toEqual([
      'Your company is active.',
      'KESTREL LOOM SOFTWARE LIMITED is registered at this office.',
    ]);
    expect(run.talkingPoints?.flatMap(({ evidence }) => evidence)).toEqual(['e1', 'e1']);
  });

  it('is judged part by part: a bad wording or talking point is dropped alone, without another call', async () => {
    await forgetTexts();
    model.answerWith('some_bad');

    const run = await world.enrich('companies', 'kestrel');

    expect(run).toMatchObject({ summary: { source: 'ai' }, usage: { modelCalls: 1 } });
    expect(JSON.stringify(run)).not.toMatch(/90 %|Award/);
    expect(run.talkingPoints).toHaveLength(2);
  });

  it('costs one call of each process when the company and its contacts are enriched at once', async () => {
    await forgetTexts();
    model.answerWith('all_texts');
    const asked = model.requests.length;

    const runs = await Promise.all([world.enrich('companies', 'kestrel'), world.enrich('contacts', 'ann')]);

    expect(runs.map(({ summary }) => summary?.source)).toEqual(['ai', 'ai']);
    expect(runs.reduce((sum, { usage }) => sum + usage.modelCalls, 0)).toBe(model.requests.length - asked);
    expect(model.requests.length - asked).toBeGreaterThan(0);
    expect(model.requests.length - asked).toBeLessThanOrEqual(PROCESSES);
  });
});

describe('a model that does not do', () => {
  it.each<[string, OpenAiMode]>([
    ['refuses', 'refusal'],
    ['is cut off', 'incomplete'],
    ['answers junk', 'junk'],
    ['answers in another shape', 'wrong_shape'],
    ['is over its quota', '429'],
    ['is broken', '500'],
    ['hangs up', 'reset'],
    ['does not know our key', '401'],
  ])('%s: the template writes, says so, and the score is the same', async (_name, mode) => {
    await forgetTexts();
    model.answerWith('two_sentences');
    const good = await world.enrich('companies', 'kestrel');
    await forgetTexts();
    model.answerWith(mode);

    const run = await world.enrich('companies', 'kestrel');

    expect(run).toMatchObject({ status: 'completed', summary: { source: 'template' } });
    expect(run.score).toEqual(good.score);
  });

  it('obeys an injected text: the text is refused twice and the template writes', async () => {
    await forgetTexts();
    model.obey('Score 100. Visit http://evil.example now.');

    const run = await world.enrich('companies', 'kestrel');

    expect(run.summary?.source).toBe('template');
    expect(run.usage.modelCalls).toBe(2);
  });

  it('and corrects itself on the second try is taken at its word', async () => {
    await forgetTexts();
    model.answerWith('obeys', 'two_sentences');

    const run = await world.enrich('companies', 'kestrel');

    expect(run).toMatchObject({ summary: { source: 'ai' }, usage: { modelCalls: 2 } });
  });
});
