import type { IsoDate } from '../time.ts';
import { type CallTier, costUsd, PRICES_READ_ON } from './model-prices.ts';
import { type TokenUsage, totalTokens } from './token-usage.ts';

/** What one model used, with its cost: null where the price table does not know the model. */
export interface ReportedModel extends TokenUsage {
  readonly model: string;
  readonly tier: CallTier;
  readonly calls: number;
  readonly costUsd: number | null;
}

/** A portal's use of the model on one UTC day, as an admin reads it. */
export interface UsageReport {
  readonly day: IsoDate;
  readonly calls: number;
  /** Prompts and answers together: what counts against the limit. */
  readonly tokens: number;
  readonly reservedTokens: number;
  /** Tokens a day; null: no limit. */
  readonly limit: number | null;
  /** US dollars; null when a model was used whose price is not known. */
  readonly costUsd: number | null;
  readonly pricesReadOn: IsoDate;
  readonly models: readonly ReportedModel[];
}

/** Sums up a day. A sum with an unknown part is unknown, never the sum of the rest. */
export function reportUsage(
  use: {
    readonly day: IsoDate;
    readonly reservedTokens: number;
    readonly models: readonly Omit<ReportedModel, 'costUsd'>[];
  },
  limit: number | null,
): UsageReport {
  const models = use.models.map((used) => ({ ...used, costUsd: costUsd(used.model, used.tier, used) ?? null }));
  return {
    day: use.day,
    calls: models.reduce((sum, { calls }) => sum + calls, 0),
    tokens: models.reduce((sum, used) => sum + totalTokens(used), 0),
    reservedTokens: use.reservedTokens,
    limit,
    costUsd: models.reduce<number | null>(
      (sum, used) => (sum === null || used.costUsd === null ? null : sum + used.costUsd),
      0,
    ),
    pricesReadOn: PRICES_READ_ON,
    models,
  };
}
