import { Counter, Histogram, type Registry } from 'prom-client';

/** Counts events that HubSpot sends. */
export interface WebhookMetrics {
  /** Events of one webhook request that were our own writes coming back. */
  observeWebhookEchoes(echoes: number): void;
  /** Events that were divided by account. */
  observeSortedWebhooks(sorted: { readonly kept: number; readonly dropped: number }): void;
  /** From the arrival of a webhook request to its job. */
  observeWebhookLag(lagMs: number): void;
}

/** Makes them in these registries. */
export function makeWebhookMetrics(registers: Registry[]): WebhookMetrics {
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
    observeWebhookEchoes: (echoes) => events.inc({ outcome: 'echo' }, echoes),
    observeSortedWebhooks({ kept, dropped }) {
      events.inc({ outcome: 'kept' }, kept);
      events.inc({ outcome: 'dropped' }, dropped);
    },
    observeWebhookLag: (lagMs) => lag.observe(lagMs / 1000),
  };
}
