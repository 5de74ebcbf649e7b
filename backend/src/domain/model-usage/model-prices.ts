import type { IsoDate } from '../time.ts';
import type { TokenUsage } from './token-usage.ts';

/** How a call was sent: at once, or in a batch that may take a day and costs half. */
export type CallTier = 'standard' | 'batch';

/** US dollars per 1 million tokens, standard tier. */
export interface ModelPrice {
  readonly model: string;
  readonly input: number;
  readonly cachedInput: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/** The day on which the table was read: prices moved several times in 2026. */
export const PRICES_READ_ON: IsoDate = '2026-11-23';

/**
 * What OpenAI asks, read from its model pages (developers.openai.com/api/docs/models) on `PRICES_READ_ON`; GPT-5.4 nano
 * and GPT-6 Sol as published by price trackers. GPT-5.6 writes to its cache at 1.25 × input; before it writes cost
 * nothing extra. Without the surcharge of regional processing.
 */
export const MODEL_PRICES: readonly ModelPrice[] = [
  { model: 'gpt-6-luna', input: 0.1, cachedInput: 0.01, cacheWrite: 0.125, output: 0.5 },
  { model: 'gpt-6-sol', input: 2, cachedInput: 0.2, cacheWrite: 2.5, output: 10 },
  { model: 'gpt-5.6-luna', input: 0.2, cachedInput: 0.02, cacheWrite: 0.25, output: 1.2 },
  { model: 'gpt-5.4-nano', input: 0.2, cachedInput: 0.02, cacheWrite: 0.2, output: 1.25 },
  { model: 'gpt-5-nano', input: 0.05, cachedInput: 0.005, cacheWrite: 0.05, output: 0.4 },
];

const BATCH_SHARE = 0.5;
const PER = 1_000_000;

/**
 * What calls cost in US dollars; undefined for a model that the table does not know, never a guess.
 *
 * A dated snapshot (`gpt-6-luna-2026-09-22`) costs what its model costs. Whether a batch also gets the price of cached
 * tokens is not published, so it is counted as if it did not.
 */
export function costUsd(model: string, tier: CallTier, usage: TokenUsage): number | undefined {
  const price = MODEL_PRICES.find((known) => model.replace(/-\d{4}-\d{2}-\d{2}$/, '') === known.model);
  if (price === undefined) return undefined;
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens } = usage;
  if (tier === 'batch') return ((inputTokens * price.input + outputTokens * price.output) * BATCH_SHARE) / PER;
  const plain = Math.max(0, inputTokens - cachedInputTokens - cacheWriteTokens);
  const cached = cachedInputTokens * price.cachedInput + cacheWriteTokens * price.cacheWrite;
  return (plain * price.input + cached + outputTokens * price.output) / PER;
}
