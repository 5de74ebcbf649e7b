import type { SummaryAnswer, SummaryRequest, SummaryWriter } from '../../backend/src/ports/summary-writer.ts';

/** A writer that repeats the evidence word for word, and remembers what it was asked. */
export interface FakeSummaryWriter extends SummaryWriter {
  readonly requests: readonly SummaryRequest[];
  /** Gives these answers first, one a call. */
  answerNext(...answers: SummaryAnswer[]): void;
}

/** Tokens that a fake text costs. */
export const FAKE_SUMMARY_TOKENS = 100;

/** Makes a writer; like the real one it never throws. */
export function makeFakeSummaryWriter(version = 'fake-model/fake-prompt'): FakeSummaryWriter {
  const requests: SummaryRequest[] = [];
  const queued: SummaryAnswer[] = [];
  return {
    version,
    requests,
    async write(request) {
      requests.push(request);
      const answer = queued.shift();
      if (answer) return answer;
      if (request.signal.aborted) return { kind: 'unavailable', reason: 'the caller stopped', tokens: 0 };
      const sentences = request.evidence.slice(0, 2).map(({ id, snippet }) => ({ text: snippet, evidence: [id] }));
      if (sentences.length === 0) return { kind: 'unavailable', reason: 'the model wrote nothing', tokens: 0 };
      return { kind: 'written', sentences, tokens: FAKE_SUMMARY_TOKENS };
    },
    answerNext: (...answers) => void queued.push(...answers),
  };
}
