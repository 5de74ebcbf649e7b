import { makeStores } from '../../support/postgres-stores.ts';

// A process that gets into the middle of a refresh, says so, and never comes out of it.
const [url = '', organizationId = ''] = process.argv.slice(2);
const { database } = makeStores(url);
const lock = { name: 'token-refresh', waitMs: 5_000, holdMs: 60_000 };
await database.withTenantLock(organizationId, lock, async () => {
  process.send?.('holding');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});
