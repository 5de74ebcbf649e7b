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
  return {
    contentType: registry.contentType,
    read: () => registry.metrics(),
    observeEnrichment({ status, requestedBy, durationMs, modelTokens }) {
      runs.observe({ status, requested_by: requestedBy }, durationMs / 1000);
      tokens.inc(modelTokens);
    },
    observeHubspotCall({ method, status, durationMs }) {
      calls.observe({ method, status: status === 'no_answer' ? '0' : String(status) }, durationMs / 1000);
    },
  };
}
