import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI from 'openai';
import { NO_TOKENS } from '../../domain/model-usage/token-usage.ts';
import type { SummaryAnswer, SummaryRequest, SummaryWriter } from '../../ports/summary-writer.ts';
import { cancelBatch, MAX_BATCH_SIZE, readBatch, submitBatch } from './batches.ts';
import { readModelFailure } from './errors.ts';
import { PROMPT_VERSION } from './instructions.ts';
import { readAnswer } from './read-answer.ts';
import { buildSummaryRequest, estimateTokens } from './summary-prompt.ts';

/** How to reach the model. */
export interface OpenAiWriterConfig {
  readonly apiKey: string;
  /** With its `/v1`; OpenAI's own when absent. */
  readonly baseUrl?: string | undefined;
  readonly model: string;
  /** For one answer, repeats included; also for one request about a batch. */
  readonly timeoutMs: number;
  /** Milliseconds before the one repeat when the service names none. */
  readonly retryBaseMs?: number;
  readonly wait?: (ms: number) => Promise<void>;
}

// One repeat: the template is a good answer, a card that waits is not.
const MAX_ATTEMPTS = 2;

/**
 * Writes with OpenAI's Responses API and structured output, one by one or in batches.
 *
 * Whatever model or service do (refusal, cut-off, junk, timeout, 4xx, 5xx) comes back as `unavailable` with the
 * tokens that were used. 429, 5xx and lost connections are repeated once if the time allows; the SDK repeats nothing.
 */
export function makeOpenAiWriter(config: OpenAiWriterConfig): SummaryWriter {
  const { apiKey, model, timeoutMs } = config;
  const client = new OpenAI({
    apiKey,
    // Named even when absent: the SDK would read these from the environment.
    baseURL: config.baseUrl ?? 'https://api.openai.com/v1',
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off',
  });
  return {
    model,
    version: `${model}/${PROMPT_VERSION}`,
    maxBatchSize: MAX_BATCH_SIZE,
    estimateTokens: (request) => estimateTokens(model, request),
    write: (request) => write(client, config, request),
    submitBatch: (requests, signal) => submitBatch(client, model, requests, ofOneCall(signal)),
    readBatch: (batchId, signal) => readBatch(client, batchId, ofOneCall(signal)),
    cancelBatch: (batchId, signal) => cancelBatch(client, batchId, ofOneCall(signal)),
  };
}

/** OpenAI's client never stops listening to a signal: one that outlives many calls would collect them. */
function ofOneCall(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal]);
}

async function write(client: OpenAI, config: OpenAiWriterConfig, request: SummaryRequest): Promise<SummaryAnswer> {
  const wait = config.wait ?? ((ms: number) => sleep(ms));
  const giveUpAtMs = performance.now() + config.timeoutMs;
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(config.timeoutMs)]);
  const body = buildSummaryRequest(config.model, request);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return readAnswer(await client.responses.create(body, { signal }));
    } catch (error) {
      const { reason, isRetryable, retryAfterMs } = readModelFailure(error);
      const waitMs = retryAfterMs ?? config.retryBaseMs ?? 500;
      const isTooLate = performance.now() + waitMs >= giveUpAtMs;
      if (!isRetryable || attempt >= MAX_ATTEMPTS || isTooLate)
        return { kind: 'unavailable', reason, usage: NO_TOKENS };
      await wait(waitMs);
    }
  }
}
