import { NO_TOKENS, type TokenUsage } from '../../backend/src/domain/model-usage/token-usage.ts';
import type {
  BatchState,
  SummaryAnswer,
  SummaryRequest,
  SummaryWriter,
} from '../../backend/src/ports/summary-writer.ts';

/** A writer that repeats the evidence word for word, and remembers what it was asked. */
export interface FakeSummaryWriter extends SummaryWriter {
  readonly requests: readonly SummaryRequest[];
  /** Gives these answers first, one a call. */
  answerNext(...answers: SummaryAnswer[]): void;
}

/** What a fake text costs. */
export const FAKE_USAGE: TokenUsage = { ...NO_TOKENS, inputTokens: 90, outputTokens: 10 };

/** Makes a writer; like the real one it never throws. */
export function makeFakeSummaryWriter(version = 'fake-model/fake-prompt'): FakeSummaryWriter {
  const requests: SummaryRequest[] = [];
  const queued: SummaryAnswer[] = [];
  const batches = new Map<string, BatchState>();
  const answer = (request: SummaryRequest): SummaryAnswer => {
    requests.push(request);
    if (request.signal.aborted) return { kind: 'unavailable', reason: 'the caller stopped', usage: NO_TOKENS };
    const sentences = request.evidence.slice(0, 2).map(({ id, snippet }) => ({ text: snippet, evidence: [id] }));
    if (sentences.length === 0) return { kind: 'unavailable', reason: 'the model wrote nothing', usage: NO_TOKENS };
    return { kind: 'written', draft: { sentences, actions: [], talkingPoints: [] }, usage: FAKE_USAGE };
  };
  return {
    model: 'fake-model',
    version,
    maxBatchSize: 10,
    requests,
    estimateTokens: () => 200,
    write: async (request) => queued.shift() ?? answer(request),
    async submitBatch(asked, signal) {
      if (signal.aborted) return { kind: 'unavailable', reason: 'the caller stopped' };
      if (asked.length === 0 || asked.length > 10)
        return { kind: 'unavailable', reason: 'too few or too many requests' };
      const batchId = `batch-${batches.size + 1}`;
      const answers = asked.map(({ id, request }) => [id, answer({ ...request, signal })] as const);
      batches.set(batchId, { kind: 'ended', answers: new Map(answers) });
      return { kind: 'submitted', batchId };
    },
    readBatch: async (batchId) => batches.get(batchId) ?? { kind: 'lost', reason: 'unknown batch' },
    cancelBatch: async () => {},
    answerNext: (...answers) => void queued.push(...answers),
  };
}
