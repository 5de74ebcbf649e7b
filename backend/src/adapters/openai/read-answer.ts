import type { Response } from 'openai/resources/responses/responses';
import { NO_TOKENS, type TokenUsage } from '../../domain/model-usage/token-usage.ts';
import type { SummaryAnswer } from '../../ports/summary-writer.ts';
import { draftSchema } from './summary-prompt.ts';

/** Reads an answer of the Responses API, sent alone or in a batch; whatever it lacks makes it `unavailable`. */
export function readAnswer(response: Partial<Response>): SummaryAnswer {
  const usage = readUsage(response);
  const unavailable = (reason: string): SummaryAnswer => ({ kind: 'unavailable', reason, usage });
  if (response.status === 'incomplete') {
    return unavailable(`the model stopped early: ${response.incomplete_details?.reason ?? 'no reason given'}`);
  }
  if (response.status !== undefined && response.status !== 'completed') {
    return unavailable(`the model’s answer is ${response.status}: ${response.error?.code ?? 'no reason given'}`);
  }
  const messages = listMessages(response);
  if (messages.flat().some((part) => part.type === 'refusal')) return unavailable('the model refused');
  const texts = messages.map((parts) => parts.map((part) => (part.type === 'output_text' ? part.text : '')).join(''));
  // A model may talk before it answers: the answer is the last thing that it says.
  const parsed = draftSchema.safeParse(parseJson(texts.join('')) ?? parseJson(texts.at(-1) ?? ''));
  if (!parsed.success) return unavailable('the model’s answer has not the agreed form');
  if (parsed.data.sentences.length === 0) return unavailable('the model wrote nothing');
  return { kind: 'written', draft: parsed.data, usage };
}

/** The parts of each message. The SDK checks nothing of what a server sends, so every step down is guarded. */
function listMessages(response: Partial<Response>) {
  const messages = (response.output ?? []).filter((item) => item.type === 'message');
  return messages.map((message) => message.content ?? []);
}

function readUsage({ usage }: Partial<Response>): TokenUsage {
  if (usage === undefined || usage === null) return NO_TOKENS;
  return {
    inputTokens: countOf(usage.input_tokens),
    cachedInputTokens: countOf(usage.input_tokens_details?.cached_tokens),
    cacheWriteTokens: countOf(usage.input_tokens_details?.cache_write_tokens),
    outputTokens: countOf(usage.output_tokens),
  };
}

function countOf(value: number | undefined): number {
  return value !== undefined && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON is the same as JSON of another shape: the schema refuses undefined.
    return undefined;
  }
}
