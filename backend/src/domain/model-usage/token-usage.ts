/** Tokens of model calls as the provider counts them. */
export interface TokenUsage {
  /** All tokens of the prompt, those of the cache included. */
  readonly inputTokens: number;
  /** Of these, read from the provider's cache. */
  readonly cachedInputTokens: number;
  /** Of these, written to it. */
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
}

/** A call without an answer: what it cost, if anything, nobody tells. */
export const NO_TOKENS: TokenUsage = { inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };

/** What counts against a budget: prompt and answer. */
export function totalTokens({ inputTokens, outputTokens }: TokenUsage): number {
  return inputTokens + outputTokens;
}

/** Both together. */
export function addUsage(one: TokenUsage, other: TokenUsage): TokenUsage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    cachedInputTokens: one.cachedInputTokens + other.cachedInputTokens,
    cacheWriteTokens: one.cacheWriteTokens + other.cacheWriteTokens,
    outputTokens: one.outputTokens + other.outputTokens,
  };
}
