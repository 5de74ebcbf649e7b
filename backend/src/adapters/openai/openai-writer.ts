import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI from 'openai';
import type { Response } from 'openai/resources/responses/responses';
import type { SummaryAnswer, SummaryRequest, SummaryWriter } from '../../ports/summary-writer.ts';
import { readModelFailure } from './errors.ts';
import { buildSummaryRequest, PROMPT_VERSION, summarySchema } from './summary-prompt.ts';

/** How to reach the model. */
export interface OpenAiWriterConfig {
  readonly apiKey: string;
  /** With its `/v1`; OpenAI's own when absent. */
  readonly baseUrl?: string | undefined;
  readonly model: string;
  /** For one summary, repeats included. */
  readonly timeoutMs: number;
  /** Milliseconds before the one repeat when the service names none. */
  readonly retryBaseMs?: number;
  readonly wait?: (ms: number) => Promise<void>;
}

// One repeat: the template is a good answer, a card that waits is not.
const MAX_ATTEMPTS = 2;

/**
 * Words a summary with OpenAI's Responses API and structured output.
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
  return { version: `${model}/${PROMPT_VERSION}`, write: (request) => write(client, config, request) };
}

async function write(client: OpenAI, config: OpenAiWriterConfig, request: SummaryRequest): Promise<SummaryAnswer> {
  const wait = config.wait ?? ((ms: number) => sleep(ms));
  const giveUpAtMs = performance.now() + config.timeoutMs;
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(config.timeoutMs)]);
  const body = buildSummaryRequest(config.model, request);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return readSummary(await client.responses.create(body, { signal }));
    } catch (error) {
      const { reason, isRetryable, retryAfterMs } = readModelFailure(error);
      const waitMs = retryAfterMs ?? config.retryBaseMs ?? 500;
      const isTooLate = performance.now() + waitMs >= giveUpAtMs;
      if (!isRetryable || attempt >= MAX_ATTEMPTS || isTooLate) return { kind: 'unavailable', reason, tokens: 0 };
      await wait(waitMs);
    }
  }
}

function readSummary(response: Response): SummaryAnswer {
  const tokens = countTokens(response);
  const unavailable = (reason: string): SummaryAnswer => ({ kind: 'unavailable', reason, tokens });
  if (response.status === 'incomplete') {
    return unavailable(`the model stopped early: ${response.incomplete_details?.reason ?? 'no reason given'}`);
  }
  if (response.status !== undefined && response.status !== 'completed') {
    return unavailable(`the model’s answer is ${response.status}: ${response.error?.code ?? 'no reason given'}`);
  }
  const parts = listParts(response);
  if (parts.some((part) => part.type === 'refusal')) return unavailable('the model refused');
  const text = parts.map((part) => (part.type === 'output_text' ? part.text : '')).join('');
  const parsed = summarySchema.safeParse(parseJson(text));
  if (!parsed.success) return unavailable('the model’s answer has not the agreed form');
  if (parsed.data.sentences.length === 0) return unavailable('the model wrote nothing');
  return { kind: 'written', sentences: parsed.data.sentences, tokens };
}

/** The SDK checks nothing of what a server sends, so every step down is guarded. */
function listParts(response: Response) {
  const messages = (response.output ?? []).filter((item) => item.type === 'message');
  return messages.flatMap((message) => message.content ?? []);
}

function countTokens(response: Response): number {
  const input = response.usage?.input_tokens;
  const output = response.usage?.output_tokens;
  return (Number.isFinite(input) ? (input ?? 0) : 0) + (Number.isFinite(output) ? (output ?? 0) : 0);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON is the same as JSON of another shape: the schema refuses undefined.
    return undefined;
  }
}
