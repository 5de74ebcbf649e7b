import { makeKeyRing } from '../backend/src/adapters/crypto/key-ring.ts';
import { rotateTenantKeys } from '../backend/src/adapters/crypto/rotate-tenant-keys.ts';
import { makeDatabase } from '../backend/src/adapters/postgres/make-database.ts';
import { makeWrappedKeyStore } from '../backend/src/adapters/postgres/wrapped-key-store.ts';
import { parseEncryptionKeys } from '../backend/src/config/encryption-keys.ts';
import { openDatabaseUrl } from './embedded-postgres.ts';

/** `npm run keys:rotate`: wraps every tenant's data key with the newest key of ENCRYPTION_KEYS, while the product runs. */
const { keys, problems } = parseEncryptionKeys(process.env.ENCRYPTION_KEYS ?? '');
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\nSet ENCRYPTION_KEYS to the new and the old keys, newest first.\n`);
  process.exit(1);
}
const opened = await openDatabaseUrl(process.env);
const database = makeDatabase({ url: opened.url });
try {
  const counts = await rotateTenantKeys({ ring: makeKeyRing(keys), keys: makeWrappedKeyStore(database) });
  const { tenants, rewrapped, alreadyNewest, withoutKey } = counts;
  process.stdout.write(
    `${tenants} tenants: ${rewrapped} re-wrapped, ${alreadyNewest} already newest, ${withoutKey} without a key\n`,
  );
  process.stdout.write(`all data keys are under "${keys[0]?.id}"; older keys may go from ENCRYPTION_KEYS\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await database.close();
  await opened.close();
}
