import { describe, expect, it } from 'vitest';
import { costUsd, MODEL_PRICES, PRICES_READ_ON } from '../../../backend/src/domain/model-usage/model-prices.ts';
import { reportUsage } from '../../../backend/src/domain/model-usage/report-usage.ts';
import { addUsage, totalTokens } from '../../../backend/src/domain/model-usage/token-usage.ts';

const MILLION = { inputTokens: 1_000_000, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 1_000_000 };

describe('what model calls cost', () => {
  it('is the table’s price of prompt and answer, a snapshot’s that of its model', () => {
    expect(costUsd('gpt-6-luna', 'standard', MILLION)).toBeCloseTo(0.6, 10);
    expect(costUsd('gpt-6-luna-2026-09-22', 'standard', MILLION)).toBeCloseTo(0.6, 10);
  });

  it('counts cached tokens at their price and written ones at theirs, each once', () => {
    const usage = { ...MILLION, cachedInputTokens: 600_000, cacheWriteTokens: 300_000, outputTokens: 0 };

    expect(costUsd('gpt-6-luna', 'standard', usage)).toBeCloseTo(0.1 * 0.1 + 0.6 * 0.01 + 0.3 * 0.125, 10);
  });

  it('is half in a batch, without counting on the cache', () => {
    expect(costUsd('gpt-6-luna', 'batch', { ...MILLION, cachedInputTokens: 900_000 })).toBeCloseTo(0.3, 10);
  });

  it('is unknown, not nothing, for a model that the table does not have', () => {
    expect(costUsd('gpt-7-luna', 'standard', MILLION)).toBeUndefined();
    expect(costUsd('gpt-6-luna-mini', 'standard', MILLION)).toBeUndefined();
  });

  it('rests on a dated table in which each model stands once and nothing is free', () => {
    expect(PRICES_READ_ON).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(new Set(MODEL_PRICES.map(({ model }) => model)).size).toBe(MODEL_PRICES.length);
    expect(MODEL_PRICES.flatMap((price) => [price.input, price.cachedInput, price.cacheWrite, price.output])).toSatisfy(
      (prices: readonly number[]) => prices.every((price) => price > 0),
    );
  });
});

describe('the report of a day', () => {
  const call = { tier: 'standard' as const, calls: 2, ...MILLION };

  it('sums calls, tokens and cost over models, beside the limit', () => {
    const models = [
      { ...call, model: 'gpt-6-luna' },
      { ...call, model: 'gpt-6-luna', tier: 'batch' as const },
    ];

    expect(reportUsage({ day: '2026-11-23', reservedTokens: 7, models }, 9_000_000)).toMatchObject({
      day: '2026-11-23',
      calls: 4,
      tokens: 4_000_000,
      reservedTokens: 7,
      limit: 9_000_000,
      costUsd: expect.closeTo(0.9, 10),
      pricesReadOn: PRICES_READ_ON,
      models: [{ costUsd: expect.closeTo(0.6, 10) }, { costUsd: expect.closeTo(0.3, 10) }],
    });
  });

  it('knows no cost when one model’s price is unknown, and still counts its tokens', () => {
    const models = [
      { ...call, model: 'gpt-6-luna' },
      { ...call, model: 'house-model' },
    ];

    expect(reportUsage({ day: '2026-11-23', reservedTokens: 0, models }, null)).toMatchObject({
      tokens: 4_000_000,
      costUsd: null,
      models: [{ costUsd: expect.closeTo(0.6, 10) }, { costUsd: null }],
    });
  });

  it('adds usages member by member', () => {
    expect(totalTokens(addUsage(MILLION, MILLION))).toBe(4_000_000);
  });
});
