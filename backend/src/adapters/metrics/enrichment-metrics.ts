import { Counter, Histogram, type Registry } from 'prom-client';

/** Counts finished enrichments. */
export interface EnrichmentMetrics {
  observeEnrichment(run: {
    readonly status: string;
    readonly requestedBy: string;
    readonly durationMs: number;
    readonly modelTokens: number;
    /** Who wrote the summary; null when there is none. */
    readonly summarySource: 'ai' | 'template' | null;
  }): void;
}

/** Makes them in these registries. */
export function makeEnrichmentMetrics(registers: Registry[]): EnrichmentMetrics {
  const runs = new Histogram({
    name: 'smartsync_enrichment_duration_seconds',
    help: 'Duration of finished enrichments, by outcome and who asked',
    labelNames: ['status', 'requested_by'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 90],
    registers,
  });
  const tokens = new Counter({ name: 'smartsync_model_tokens_total', help: 'Tokens used by model calls', registers });
  const summaries = new Counter({
    name: 'smartsync_summaries_total',
    help: 'Summaries of finished enrichments, by who wrote them: ai or template',
    labelNames: ['source'],
    registers,
  });
  return {
    observeEnrichment({ status, requestedBy, durationMs, modelTokens, summarySource }) {
      runs.observe({ status, requested_by: requestedBy }, durationMs / 1000);
      tokens.inc(modelTokens);
      if (summarySource !== null) summaries.inc({ source: summarySource });
    },
  };
}
