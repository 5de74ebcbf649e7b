import { Counter, Histogram, type Registry } from 'prom-client';

/** Counts what goes to HubSpot. */
export interface HubspotMetrics {
  observeHubspotCall(call: {
    readonly method: string;
    readonly bucket: string;
    readonly status: number | 'no_answer';
    readonly durationMs: number;
  }): void;
  /** One call of the token endpoint to renew a portal's tokens. */
  observeTokenRefresh(outcome: 'refreshed' | 'revoked' | 'failed'): void;
}

/** Makes them in these registries. */
export function makeHubspotMetrics(registers: Registry[]): HubspotMetrics {
  const calls = new Histogram({
    name: 'smartsync_hubspot_call_duration_seconds',
    help: 'Duration of requests to HubSpot, by method and status (0: no answer)',
    labelNames: ['method', 'status'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const outcomes = new Counter({
    name: 'smartsync_hubspot_calls_total',
    help: 'Requests to HubSpot, by the limit that they count against (main, search, associations) and how they ended',
    labelNames: ['bucket', 'outcome'],
    registers,
  });
  const refreshes = new Counter({
    name: 'smartsync_token_refreshes_total',
    help: 'Renewals of tokens: refreshed, revoked (the customer ended it), failed',
    labelNames: ['outcome'],
    registers,
  });
  return {
    observeHubspotCall({ method, bucket, status, durationMs }) {
      calls.observe({ method, status: status === 'no_answer' ? '0' : String(status) }, durationMs / 1000);
      outcomes.inc({ bucket, outcome: outcomeOf(status) });
    },
    observeTokenRefresh: (outcome) => refreshes.inc({ outcome }),
  };
}

const OUTCOMES: Readonly<Record<number, string>> = {
  401: 'token_refused',
  403: 'forbidden',
  404: 'not_found',
  423: 'locked',
  429: 'rate_limited',
  477: 'moving',
};

function outcomeOf(status: number | 'no_answer'): string {
  if (status === 'no_answer') return 'no_answer';
  if (status >= 200 && status < 300) return 'ok';
  return OUTCOMES[status] ?? (status >= 400 && status < 500 ? 'refused' : 'server_error');
}
