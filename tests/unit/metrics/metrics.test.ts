import { describe, expect, it } from 'vitest';
import { makeMetrics } from '../../../backend/src/adapters/metrics/metrics.ts';
import type { CurrentState } from '../../../backend/src/adapters/metrics/state-gauges.ts';
import { alertExpressions, labelsIn, namesIn } from './alerts-of-the-guide.ts';

const STATE: CurrentState = {
  ready: [{ name: 'database', ok: true }],
  connections: { busy: 1, idle: 2, waiting: 0 },
  register: { companies: 5, ageDays: 41 },
  work: {
    jobs: [
      { jobClass: 'webhook', state: 'due', jobs: 3, oldestSeconds: 12 },
      { jobClass: 'webhook', state: 'due', jobs: 2, oldestSeconds: 4 },
    ],
    jobsGivenUp: 1,
    records: [{ jobClass: 'webhook', records: 40, oldestSeconds: 90 }],
    bulkRuns: [
      { status: 'running', runs: 1, recordsLeft: 10 },
      { status: 'running', runs: 2, recordsLeft: 30 },
    ],
    workers: 2,
    databaseBytes: 1_000,
  },
};

/** Every series that there can be, so that names and labels are complete. */
async function textOfBusyProcess(state: CurrentState = STATE): Promise<string> {
  const metrics = makeMetrics();
  for (const status of [200, 401, 403, 404, 409, 423, 429, 477, 502, 'no_answer'] as const) {
    metrics.observeHubspotCall({ method: 'GET', bucket: 'main', status, durationMs: 10 });
  }
  for (const outcome of ['refreshed', 'revoked', 'failed'] as const) metrics.observeTokenRefresh(outcome);
  for (const outcome of ['written', 'unavailable'] as const) metrics.observeModelAnswer(outcome);
  for (const status of ['completed', 'failed']) {
    metrics.observeEnrichment({ status, requestedBy: 'bulk', durationMs: 5, modelTokens: 1, summarySource: 'ai' });
  }
  const used = { model: 'm', tier: 'standard', calls: 1, inputTokens: 1, cachedInputTokens: 0, outputTokens: 1 };
  metrics.observeModelUse({ ...used, costUsd: 0.1 });
  metrics.observeWebhookEchoes(1);
  metrics.observeSortedWebhooks({ kept: 1, dropped: 1 });
  metrics.observeWebhookLag(10);
  metrics.observeJobStart({ jobClass: 'card', dwellMs: -5 });
  metrics.observeJobGivenUp('bulk');
  return metrics.read(async () => state);
}

describe('the metrics', () => {
  it('sum what accounts have waiting and keep the oldest age', async () => {
    const lines = (await textOfBusyProcess()).split('\n');

    expect(lines).toContain('smartsync_queue_jobs{class="webhook",state="due"} 5');
    expect(lines).toContain('smartsync_queue_jobs{class="card",state="due"} 0');
    expect(lines).toContain('smartsync_queue_records{class="webhook"} 40');
    expect(lines).toContain('smartsync_queue_oldest_seconds{class="webhook"} 90');
    expect(lines).toContain('smartsync_bulk_records_left{status="running"} 40');
    expect(lines).toContain('smartsync_register_age_seconds 3542400');
  });

  it('leave out what the database did not tell, and say that it did not', async () => {
    const metrics = makeMetrics();
    await metrics.read(async () => STATE);

    const text = await metrics.read(async () => ({
      ...STATE,
      ready: [{ name: 'database', ok: false }],
      work: null,
      register: null,
    }));

    expect(text).toContain('smartsync_ready{check="database"} 0');
    expect(text).not.toMatch(
      /^smartsync_(queue_jobs|queue_oldest_seconds|workers|register_age_seconds|bulk_runs)\b.* \d/m,
    );
  });

  it('count a refused token, a limit and no answer apart', async () => {
    const text = await textOfBusyProcess();

    for (const outcome of ['ok', 'token_refused', 'rate_limited', 'locked', 'moving', 'no_answer', 'server_error']) {
      expect(text).toContain(`smartsync_hubspot_calls_total{bucket="main",outcome="${outcome}"} 1`);
    }
  });
});

describe('the alerts of docs/operations.md', () => {
  it('are there', () => {
    expect(alertExpressions().length).toBeGreaterThan(15);
  });

  it.each(alertExpressions())('%s asks for metrics and labels that exist', async (expression) => {
    const lines = (await textOfBusyProcess()).split('\n');

    for (const name of namesIn(expression)) {
      const series = lines.filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
      expect(series, name).not.toEqual([]);
      for (const label of labelsIn(expression, name)) {
        expect(
          series.filter((line) => line.includes(label)),
          `${name} ${label}`,
        ).not.toEqual([]);
      }
    }
  });
});
