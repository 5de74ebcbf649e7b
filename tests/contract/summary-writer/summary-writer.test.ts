import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeOpenAiWriter } from '../../../backend/src/adapters/openai/openai-writer.ts';
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
const REQUEST: SummaryRequest = {
  companyName: 'Acme Tools Limited',
  evidence,
  icpWords: [],
  problems: [],
  signal: new AbortController().signal,
};

const MAKERS: readonly (readonly [string, () => SummaryWriter])[] = [
  ['the fake', () => makeFakeSummaryWriter()],
  [
    'OpenAI over HTTP',
    () => makeOpenAiWriter({ apiKey: 'sk-test', baseUrl: standIn.baseUrl, model: 'gpt-6-luna', timeoutMs: 5_000 }),
  ],
];

describe.each(MAKERS)('%s as a summary writer', (_name, make) => {
  it('writes sentences that name their evidence, and counts tokens', async () => {
    const answer = await make().write(REQUEST);
    expect(answer).toMatchObject({
      kind: 'written',
      sentences: [
        { text: 'Fact of e1.', evidence: ['e1'] },
        { text: 'Fact of e2.', evidence: ['e2'] },
      ],
    });
    expect(answer.tokens).toBeGreaterThan(0);
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
  });
});
