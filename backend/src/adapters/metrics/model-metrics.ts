import { Counter, type Registry } from 'prom-client';

/** Counts the model's use. */
export interface ModelMetrics {
  /** Calls of the model as they are billed; `costUsd` undefined where the price is not known. */
  observeModelUse(used: {
    readonly model: string;
    readonly tier: string;
    readonly calls: number;
    readonly inputTokens: number;
    readonly cachedInputTokens: number;
    readonly outputTokens: number;
    readonly costUsd: number | undefined;
  }): void;
  /** One question to the model: whether a text came back (that it stood the check is not said). */
  observeModelAnswer(outcome: 'written' | 'unavailable'): void;
}

/** Makes them in these registries. Labels are the model's name and tier, which the configuration fixes: a handful of series. */
export function makeModelMetrics(registers: Registry[]): ModelMetrics {
  const labelNames = ['model', 'tier'];
  const calls = new Counter({ name: 'smartsync_model_calls_total', help: 'Calls of the model', labelNames, registers });
  const tokens = new Counter({
    name: 'smartsync_model_tokens_by_kind_total',
    help: 'Tokens of model calls: input (of it from the cache: cached_input) and output',
    labelNames: [...labelNames, 'kind'],
    registers,
  });
  const cost = new Counter({
    name: 'smartsync_model_cost_usd_total',
    help: 'Cost of model calls in US dollars by the dated price table; models it does not know are left out',
    labelNames,
    registers,
  });
  const answers = new Counter({
    name: 'smartsync_model_answers_total',
    help: 'Questions to the model, by whether it gave a text: written or unavailable',
    labelNames: ['outcome'],
    registers,
  });
  return {
    observeModelUse({ model, tier, costUsd, ...used }) {
      calls.inc({ model, tier }, used.calls);
      tokens.inc({ model, tier, kind: 'input' }, used.inputTokens);
      tokens.inc({ model, tier, kind: 'cached_input' }, used.cachedInputTokens);
      tokens.inc({ model, tier, kind: 'output' }, used.outputTokens);
      if (costUsd !== undefined) cost.inc({ model, tier }, costUsd);
    },
    observeModelAnswer: (outcome) => answers.inc({ outcome }),
  };
}
