import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROCESSES } from '../../support/start-product.ts';
import { alertExpressions, namesIn } from '../../unit/metrics/alerts-of-the-guide.ts';
import { PORTAL, startWorld, type World } from './world.ts';

const TOKEN = 'token-of-the-metrics-test';
let world: World;

beforeAll(async () => {
  world = await startWorld({ startsWorker: true, env: { METRICS_TOKEN: TOKEN } });
});

afterAll(async () => {
  await world.stop();
});

async function scrape(): Promise<string> {
  const response = await fetch(`${world.origin}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
  return response.text();
}

/** The sum of all series of a name whose labels hold this text; 0 without any. */
function total(text: string, name: string, label = ''): number {
  const values = text
    .split('\n')
    .filter((line) => (line.startsWith(`${name}{`) || line.startsWith(`${name} `)) && line.includes(label))
    .map((line) => Number(line.split(' ').at(-1)));
  return values.reduce((sum, value) => sum + value, 0);
}

/** As `total`, of what every process tells of the one database: a series that several of them tell counts once. */
function state(text: string, name: string, label = ''): number {
  const series = text.split('\n').filter((line) => line.startsWith(name) && line.includes(label));
  return total([...new Set(series)].join('\n'), name, label);
}

describe('GET /metrics', () => {
  it('has every metric that the alerts of the guide ask for', async () => {
    const known = new Set([...(await scrape()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const asked = alertExpressions().flatMap(namesIn);

    expect(asked.filter((name) => !known.has(name) && !known.has(name.replace(/_(count|sum|bucket)$/, '')))).toEqual(
      [],
    );
  });

  it('counts the calls of an enrichment by bucket and outcome, and its outcome by who asked', async () => {
    const before = await scrape();
    await world.forgetRequests();

    await world.enrich('companies', 'kestrel');

    const after = await scrape();
    const counted = total(after, 'smartsync_hubspot_calls_total') - total(before, 'smartsync_hubspot_calls_total');
    expect(counted).toBe((await world.requests()).filter(({ path }) => !path.includes('oauth')).length);
    expect(total(after, 'smartsync_enrichment_duration_seconds_count', 'status="completed",requested_by="card"')).toBe(
      1,
    );
    expect(total(after, 'smartsync_summaries_total', 'source="template"')).toBe(1);
  });

  it('counts a renewal of tokens', async () => {
    await world.control('/expire-tokens', 'POST', { portalId: PORTAL });

    await world.enrich('contacts', 'ann');

    const text = await scrape();
    expect(total(text, 'smartsync_token_refreshes_total', 'outcome="refreshed"')).toBe(1);
    expect(total(text, 'smartsync_hubspot_calls_total', 'outcome="token_refused"')).toBeGreaterThan(0);
  });

  it('tells of worker, queue, register and database', async () => {
    await expect.poll(async () => state(await scrape(), 'smartsync_workers'), { timeout: 30_000 }).toBe(PROCESSES);
    const text = await scrape();

    expect(state(text, 'smartsync_ready')).toBe(3);
    expect(state(text, 'smartsync_register_companies')).toBe(5);
    expect(state(text, 'smartsync_register_age_seconds')).toBe(0);
    expect(state(text, 'smartsync_database_size_bytes')).toBeGreaterThan(1_000_000);
  });

  it('counts records that wait, under the policy of each tenant', async () => {
    await world.query(
      `INSERT INTO waiting_records (organization_id, dedupe_key, job_class, object_type, object_id, requested_by, run_at)
       SELECT organization_id, 'metrics:' || n, 'schedule', 'contacts', n::text, '{"kind":"schedule"}', now() + interval '1 day'
       FROM portal_directory, generate_series(1, 3) n WHERE portal_id = $1`,
      [PORTAL],
    );
    await world.query(
      `SELECT graphile_worker.add_job('drain_records', '{}', job_key => organization_id || ':drain:schedule', run_at => now() + interval '1 day')
       FROM portal_directory WHERE portal_id = $1`,
      [PORTAL],
    );

    expect(state(await scrape(), 'smartsync_queue_records', 'class="schedule"')).toBe(3);
  });

  it('names no account, no record and no person', async () => {
    const labels = [...(await scrape()).matchAll(/="([^"]*)"/g)].map(([, value = '']) => value);
    const secrets = [String(PORTAL), world.id('kestrel'), world.id('ann'), 'Kestrel', '@', TOKEN];

    expect(labels.filter((label) => secrets.some((secret) => label.includes(secret)))).toEqual([]);
    expect(new Set(labels).size).toBeLessThan(120);
  });

  it('is refused without its token', async () => {
    expect((await fetch(`${world.origin}/metrics`)).status).toBe(401);
  });
});
