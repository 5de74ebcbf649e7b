import { collectDefaultMetrics, Registry } from 'prom-client';
import { type EnrichmentMetrics, makeEnrichmentMetrics } from './enrichment-metrics.ts';
import { type HubspotMetrics, makeHubspotMetrics } from './hubspot-metrics.ts';
import { type JobMetrics, makeJobMetrics } from './job-metrics.ts';
import { type ModelMetrics, makeModelMetrics } from './model-metrics.ts';
import { makeStateGauges, type ReadState } from './state-gauges.ts';
import { makeWebhookMetrics, type WebhookMetrics } from './webhook-metrics.ts';

/** What the product counts; labels come from fixed sets and never hold an id, a name or an address. */
export interface Metrics extends EnrichmentMetrics, HubspotMetrics, JobMetrics, ModelMetrics, WebhookMetrics {
  readonly contentType: string;
  /** The Prometheus text; with `readState`, what the database holds at this moment too. */
  read(readState?: ReadState): Promise<string>;
}

/** Makes the process's metrics, in a registry of its own. */
export function makeMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'smartsync_' });
  const registers = [registry];
  const state = makeStateGauges(registers);
  return {
    contentType: registry.contentType,
    read: async (readState) => {
      if (readState !== undefined) state.show(await readState());
      return registry.metrics();
    },
    ...makeEnrichmentMetrics(registers),
    ...makeHubspotMetrics(registers),
    ...makeJobMetrics(registers),
    ...makeModelMetrics(registers),
    ...makeWebhookMetrics(registers),
  };
}
