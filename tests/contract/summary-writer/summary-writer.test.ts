import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeOpenAiWriter } from '../../../backend/src/adapters/openai/openai-writer.ts';
import { totalTokens } from '../../../backend/src/domain/model-usage/token-usage.ts';
import type { SummaryRequest, SummaryWriter } from '../../../backend/src/ports/summary-writer.ts';
import { makeFakeSummaryWriter } from '../../fakes/fake-summary-writer.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from '../../support/openai-stand-in.ts';

let standIn: OpenAiStandIn;
beforeAll(async () => {
  standIn = await startOpenAiStandIn();
});
afterAll(() => standIn.close());

const evidence = ['e1', 'e2'].map((id) => ({
  id,
  source: 'register' as const,
  url: null,
  title: 'Register entry',
  fetchedAt: '2026-11-23T08:00:00.000Z',
  snippet: `Fact of ${id}.`,
}));
const { signal } = new AbortController();
const REQUEST: SummaryRequest = {
  companyName: 'Acme Tools Limited',
  evidence,
  actions: ['Watch for new signals'],
  icpWords: [],
  problems: [],
  signal,
};
const SENTENCES = [
  { text: 'Fact of e1.', evidence: ['e1'] },
  { text: 'Fact of e2.', evidence: ['e2'] },
];

const MAKERS: readonly (readonly [string, () => SummaryWriter])[] = [
  ['the fake', () => makeFakeSummaryWriter()],
  [
    'OpenAI over HTTP',
    () => makeOpenAiWriter({ apiKey: 'sk-test', baseUrl: standIn.baseUrl, model: 'gpt-6-luna', timeoutMs: 5_000 }),
  ],
];

describe.each(MAKERS)('%s as a summary writer', (_name, make) => {
  it('writes sentences that name their evidence, and counts tokens within its estimate', async () => {
    const writer = make();
    const answer = await writer.write(REQUEST);

    expect(answer).toMatchObject({ kind: 'written', draft: { sentences: SENTENCES } });
    expect(totalTokens(answer.usage)).toBeGreaterThan(0);
    expect(totalTokens(answer.usage)).toBeLessThanOrEqual(writer.estimateTokens(REQUEST));
  });

  it('is unavailable, and does not throw, when there is nothing to write about', async () => {
    expect(await make().write({ ...REQUEST, evidence: [] })).toMatchObject({ kind: 'unavailable' });
  });

  it('is unavailable, and does not throw, when the caller has stopped', async () => {
    expect(await make().write({ ...REQUEST, signal: AbortSignal.abort() })).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringMatching(/./),
    });
  });

  it('names model and prompt in one stable version', () => {
    expect(make().version).toMatch(/^\S+\/\S+$/);
    expect(make().version).toBe(make().version);
    expect(make().model).toMatch(/./);
  });

  it('answers a batch under the ids of its requests, also when asked twice', async () => {
    const writer = make();
    const submitted = await writer.submitBatch(
      [
        { id: 'one', request: REQUEST },
        { id: 'two', request: { ...REQUEST, evidence: [] } },
      ],
      signal,
    );
    expect(submitted).toMatchObject({ kind: 'submitted' });
    const batchId = submitted.kind === 'submitted' ? submitted.batchId : '';

    for (const state of [await writer.readBatch(batchId, signal), await writer.readBatch(batchId, signal)]) {
      expect(state.kind).toBe('ended');
      const answers = state.kind === 'ended' ? state.answers : new Map();
      expect([...answers.keys()].sort()).toEqual(['one', 'two']);
      expect(answers.get('one')).toMatchObject({ kind: 'written', draft: { sentences: SENTENCES } });
      expect(answers.get('two')).toMatchObject({ kind: 'unavailable', reason: 'the model wrote nothing' });
    }
    await writer.cancelBatch(batchId, signal);
    await writer.cancelBatch(batchId, signal);
  });

  it('takes no batch that is empty, too large or stopped, and knows no strange one', async () => {
    const writer = make();
    const one = { id: 'one', request: REQUEST };
    const tooMany = Array.from({ length: writer.maxBatchSize + 1 }, (_, index) => ({ ...one, id: String(index) }));

    expect(await writer.submitBatch([], signal)).toMatchObject({ kind: 'unavailable' });
    expect(await writer.submitBatch(tooMany, signal)).toMatchObject({ kind: 'unavailable' });
    expect(await writer.submitBatch([one], AbortSignal.abort())).toMatchObject({ kind: 'unavailable' });
    expect(await writer.readBatch('batch_of_nobody', signal)).toMatchObject({ kind: 'lost' });
    await writer.cancelBatch('batch_of_nobody', signal);
  });
});
