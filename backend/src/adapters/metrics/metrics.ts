import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What the product counts; labels never hold an id, a name or an address. */
export interface Metrics {
  readonly contentType: string;
  /** The Prometheus text. */
  read(): Promise<string>;
  observeEnrichment(run: {
    readonly status: string;
    readonly requestedBy: string;
    readonly durationMs: number;
    readonly modelTokens: number;
  }): void;
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
  /** Events of one webhook request, by what became of them. */
  observeWebhooks(receipt: { readonly kept: number; readonly echoes: number; readonly dropped: number }): void;
  /** From the arrival of a webhook request to its job. */
  observeWebhookLag(lagMs: number): void;
  observeHubspotCall(call: {
    readonly method: string;
    readonly status: number | 'no_answer';
    readonly durationMs: number;
  }): void;
}

/** Makes the process's metrics, in a registry of its own. */
export function makeMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'smartsync_' });
  const registers = [registry];
  const runs = new Histogram({
    name: 'smartsync_enrichment_duration_seconds',
    help: 'Duration of finished enrichments, by outcome and who asked',
    labelNames: ['status', 'requested_by'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 90],
    registers,
  });
  const tokens = new Counter({ name: 'smartsync_model_tokens_total', help: 'Tokens used by model calls', registers });
  const calls = new Histogram({
    name: 'smartsync_hubspot_call_duration_seconds',
    help: 'Duration of requests to HubSpot, by method and status (0: no answer)',
    labelNames: ['method', 'status'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const model = makeModelCounters(registers);
  const webhooks = makeWebhookCounters(registers);
  return {
    contentType: registry.contentType,
    read: () => registry.metrics(),
    observeEnrichment({ status, requestedBy, durationMs, modelTokens }) {
      runs.observe({ status, requested_by: requestedBy }, durationMs / 1000);
      tokens.inc(modelTokens);
    },
    observeModelUse: model.observe,
    ...webhooks,
    observeHubspotCall({ method, status, durationMs }) {
      calls.observe({ method, status: status === 'no_answer' ? '0' : String(status) }, durationMs / 1000);
    },
  };
}

function makeWebhookCounters(registers: Registry[]): Pick<Metrics, 'observeWebhooks' | 'observeWebhookLag'> {
  const events = new Counter({
    name: 'smartsync_webhook_events_total',
    help: 'Webhook events by what became of them: kept, echo (our own write), dropped (account not connected)',
    labelNames: ['outcome'],
    registers,
  });
  const lag = new Histogram({
    name: 'smartsync_webhook_lag_seconds',
    help: 'Time from the arrival of a webhook request to the job that takes it',
    buckets: [0.25, 0.5, 1, 2.5, 5, 15, 60, 300],
    registers,
  });
  return {
    observeWebhooks({ kept, echoes, dropped }) {
      events.inc({ outcome: 'kept' }, kept);
      events.inc({ outcome: 'echo' }, echoes);
      events.inc({ outcome: 'dropped' }, dropped);
    },
    observeWebhookLag: (lagMs) => lag.observe(lagMs / 1000),
  };
}

/** Labels are the model's name and tier, which the configuration fixes: a handful of series. */
function makeModelCounters(registers: Registry[]): { readonly observe: Metrics['observeModelUse'] } {
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
  return {
    observe({ model, tier, costUsd, ...used }) {
      calls.inc({ model, tier }, used.calls);
      tokens.inc({ model, tier, kind: 'input' }, used.inputTokens);
      tokens.inc({ model, tier, kind: 'cached_input' }, used.cachedInputTokens);
      tokens.inc({ model, tier, kind: 'output' }, used.outputTokens);
      if (costUsd !== undefined) cost.inc({ model, tier }, costUsd);
    },
  };
}
