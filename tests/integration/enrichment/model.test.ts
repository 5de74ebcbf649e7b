import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenAiMode, type OpenAiStandIn, startOpenAiStandIn } from '../../support/openai-stand-in.ts';
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
    expect(run.usage).toMatchObject({ modelCalls: 1, modelTokens: 812 });
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
    model.answerWith('obeys_injection');

    const run = await world.enrich('companies', 'kestrel');

    expect(run.summary?.source).toBe('template');
    expect(run.usage.modelCalls).toBe(2);
  });

  it('and corrects itself on the second try is taken at its word', async () => {
    await forgetTexts();
    model.answerWith('obeys_injection', 'two_sentences');

    const run = await world.enrich('companies', 'kestrel');

    expect(run).toMatchObject({ summary: { source: 'ai' }, usage: { modelCalls: 2 } });
  });
});
