import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelUse } from '../../../backend/src/ports/model-usage-store.ts';
import { installPortal, makeStores, type Stores } from '../../support/postgres-stores.ts';
import { makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const CALL: ModelUse = {
  model: 'gpt-6-luna',
  tier: 'standard',
  calls: 1,
  inputTokens: 1_500,
  cachedInputTokens: 1_300,
  cacheWriteTokens: 0,
  outputTokens: 400,
};

let database: TestDatabase;
/** Two processes. */
let here: Stores;
let there: Stores;

beforeAll(async () => {
  database = await makeTestDatabase();
  here = makeStores(database.url);
  there = makeStores(database.url);
});

afterAll(async () => {
  await Promise.all([here.database.close(), there.database.close()]);
  await database.drop();
});

describe('counting model calls', () => {
  it('answers zeros before the first call of the day', async () => {
    const { organizationId } = await installPortal(here);

    expect(await here.usage.readToday(organizationId)).toEqual({
      day: new Date().toISOString().slice(0, 10),
      reservedTokens: 0,
      models: [],
    });
  });

  it('adds calls up by model and tier, for their organisation alone', async () => {
    const { organizationId } = await installPortal(here);
    const other = await installPortal(here);
    const settle = (used: ModelUse) => here.usage.settle({ organizationId, reservation: undefined, used });
    await Promise.all([settle(CALL), settle(CALL), settle({ ...CALL, tier: 'batch', calls: 7 })]);

    expect((await there.usage.readToday(organizationId)).models).toEqual([
      { ...CALL, tier: 'batch', calls: 7 },
      { ...CALL, calls: 2, inputTokens: 3_000, cachedInputTokens: 2_600, outputTokens: 800 },
    ]);
    expect((await here.usage.readToday(other.organizationId)).models).toEqual([]);
  });
});

describe('the budget of a day', () => {
  it('never lets calls that begin together pass it, over processes', async () => {
    const { organizationId } = await installPortal(here);
    const reserve = (stores: Stores) => stores.usage.reserve({ organizationId, tokens: 1_000, limit: 5_500 });

    const granted = await Promise.all(
      Array.from({ length: 20 }, (_, index) => reserve(index % 2 === 0 ? here : there)),
    );

    expect(granted.filter((reservation) => reservation !== undefined)).toHaveLength(5);
    expect(await here.usage.readToday(organizationId)).toMatchObject({ reservedTokens: 5_000 });
  });

  it('is charged what was used, and gets back what was set aside too much', async () => {
    const { organizationId } = await installPortal(here);
    const limit = 5_000;
    const reservation = await here.usage.reserve({ organizationId, tokens: 4_000, limit });
    expect(await here.usage.reserve({ organizationId, tokens: 3_100, limit })).toBeUndefined();

    await here.usage.settle({ organizationId, reservation, used: CALL });

    expect(await here.usage.readToday(organizationId)).toMatchObject({ reservedTokens: 0, models: [CALL] });
    expect(await here.usage.reserve({ organizationId, tokens: 3_101, limit })).toBeUndefined();
    expect(await here.usage.reserve({ organizationId, tokens: 3_100, limit })).toMatchObject({ tokens: 3_100 });
  });

  it('of less than one call lets none through', async () => {
    const { organizationId } = await installPortal(here);

    expect(await here.usage.reserve({ organizationId, tokens: 10, limit: 9 })).toBeUndefined();
    expect(await here.usage.readToday(organizationId)).toMatchObject({ reservedTokens: 0 });
  });
});

describe('texts about companies', () => {
  it('are kept per organisation and hash, the last one counting, also that there are none', async () => {
    const { organizationId } = await installPortal(here);
    const other = await installPortal(here);
    const texts = {
      summary: { text: 'Makes anvils.', source: 'ai' as const, evidence: ['e1'] },
      actions: [{ action: 'Watch for new signals', text: 'Watch for new signals of anvils' }],
      talkingPoints: [{ text: 'You make anvils.', evidence: ['e1'] }],
    };
    await here.texts.save({ organizationId, inputHash: 'h', texts: { kind: 'refused' } });
    expect(await there.texts.find(organizationId, 'h')).toEqual({ kind: 'refused' });
    await here.texts.save({ organizationId, inputHash: 'h', texts: { kind: 'written', texts } });

    expect(await there.texts.find(organizationId, 'h')).toEqual({ kind: 'written', texts });
    expect(await there.texts.find(organizationId, 'other')).toBeUndefined();
    expect(await here.texts.find(other.organizationId, 'h')).toBeUndefined();
  });
});
