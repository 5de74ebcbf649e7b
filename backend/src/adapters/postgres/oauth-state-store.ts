import { createHash } from 'node:crypto';
import type { OauthStateStore } from '../../ports/oauth-state-store.ts';
import type { Database } from './make-database.ts';

/** OAuth states in Postgres, as hashes: who reads the table can complete nobody's install. */
export function makeOauthStateStore(database: Database): OauthStateStore {
  return {
    save: ({ state, browserKey, expiresAt }) =>
      database.withoutTenant(async (tx) => {
        await tx.$executeRaw`DELETE FROM oauth_states WHERE expires_at < now() - interval '1 day'`;
        await tx.oauthState.create({ data: { stateHash: hash(state), browserHash: hash(browserKey), expiresAt } });
      }),
    consume: ({ state, browserKey, now }) =>
      database.withoutTenant(async (tx) => {
        // One DELETE decides: of two callbacks with the same state only one deletes a row.
        const { count } = await tx.oauthState.deleteMany({
          where: { stateHash: hash(state), browserHash: hash(browserKey), expiresAt: { gt: now } },
        });
        return count === 1;
      }),
  };
}

/** The values are random and long (128 bits and more), so a plain hash cannot be turned round. */
function hash(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
