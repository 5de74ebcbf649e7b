import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenAiStandIn, startOpenAiStandIn } from '../../support/openai-stand-in.ts';
import { ADMIN, PORTAL, saveSettings, startWorld, type World } from './world.ts';

let world: World;
let model: OpenAiStandIn;

beforeAll(async () => {
  model = await startOpenAiStandIn();
  model.answerWith('all_texts');
  world = await startWorld({
    env: {
      OPENAI_API_KEY: 'key-of-the-test',
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_MODEL: 'gpt-6-luna',
      METRICS_TOKEN: 'token-of-the-metrics-test',
    },
  });
});

afterAll(async () => {
  await world.stop();
  await model.close();
});

const usageToday = async () => {
  const answer = await world.send('/api/hubspot/health', { portalId: PORTAL, userId: ADMIN });
  return ((await answer.json()) as { modelUsage: object }).modelUsage;
};
const setLimit = (modelTokensPerDay: number | null) =>
  saveSettings(world, { limits: { recordsPerDay: null, modelTokensPerDay } });

describe('what the model costs a portal', () => {
  it('is in its health: calls, tokens, cost and limit of the day', async () => {
    await setLimit(100_000);
    expect(await usageToday()).toMatchObject({ calls: 0, tokens: 0, costUsd: 0, limit: 100_000 });

    const run = await world.enrich('companies', 'kestrel');

    expect(run.usage).toMatchObject({ modelCalls: 1, modelTokens: model.tokensTold() });
    expect(await usageToday()).toMatchObject({
      day: new Date().toISOString().slice(0, 10),
      calls: 1,
      tokens: model.tokensTold(),
      reservedTokens: 0,
      limit: 100_000,
      costUsd: expect.any(Number),
      models: [{ model: 'gpt-6-luna', tier: 'standard', calls: 1 }],
    });
  });

  it('is in the metrics, by model', async () => {
    const headers = { authorization: 'Bearer token-of-the-metrics-test' };
    const text = await (await fetch(`${world.origin}/metrics`, { headers })).text();

    expect(text).toContain('smartsync_model_calls_total{model="gpt-6-luna",tier="standard"} 1');
    expect(text).toMatch(
      /smartsync_model_tokens_by_kind_total\{model="gpt-6-luna",tier="standard",kind="input"\} [1-9]/,
    );
    expect(text).toMatch(/smartsync_model_cost_usd_total\{model="gpt-6-luna",tier="standard"\} 0\.000/);
  });
});

describe('a daily budget', () => {
  it('that has no room for a call lets none through: the template writes and says so', async () => {
    await setLimit(model.tokensTold() + 100);
    const asked = model.requests.length;

    const run = await world.enrich('companies', 'sinking');

    expect(run).toMatchObject({ summary: { source: 'template' }, usage: { modelCalls: 0, modelTokens: 0 } });
    expect(model.requests.length).toBe(asked);
  });

  it('binds runs that begin together', async () => {
    await world.query('DELETE FROM summaries');
    // Room for what one call takes at most, not for two.
    await setLimit(model.tokensTold() + 6_000);
    const asked = model.requests.length;

    const runs = await Promise.all(
      ['kestrel', 'sinking', 'listed', 'bare'].map((key) => world.enrich('companies', key, { refresh: true })),
    );

    const calls = runs.reduce((sum, { usage }) => sum + usage.modelCalls, 0);
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBe(model.requests.length - asked);
    expect(await usageToday()).toSatisfy(
      ({ tokens, limit }: { tokens: number; limit: number }) => tokens > 0 && tokens <= limit,
    );
  });

  it('of null is none', async () => {
    await world.query('DELETE FROM summaries');
    await setLimit(null);

    expect((await world.enrich('companies', 'kestrel')).summary?.source).toBe('ai');
    expect(await usageToday()).toMatchObject({ limit: null });
  });
});
