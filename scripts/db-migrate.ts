import { fileURLToPath } from 'node:url';
import { migrate } from '../backend/src/adapters/postgres/migrate.ts';
import { openDatabaseUrl } from './embedded-postgres.ts';

/** `npm run db:migrate`: brings DATABASE_URL (or the embedded database) to the newest schema. */
const database = await openDatabaseUrl(process.env);
try {
  const folder = fileURLToPath(new URL('../prisma/migrations', import.meta.url));
  const applied = await migrate({ databaseUrl: database.url, folder });
  for (const name of applied) process.stdout.write(`applied ${name}\n`);
  process.stdout.write(`${applied.length} migrations applied; the database is up to date\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await database.close();
}
