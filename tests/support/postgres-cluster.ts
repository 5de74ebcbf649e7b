import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { ensurePrismaClient } from '../../scripts/prisma-generate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser URL of the run's cluster, to make databases with. */
    readonly postgresAdministratorUrl: string;
    /** Owner URL of the migrated database that the others are copied from; nobody may stay connected to it. */
    readonly postgresTemplateUrl: string;
  }
}

/** Starts one real PostgreSQL for the whole run and migrates the database that each test file gets a copy of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensurePrismaClient();
  const { startEmbeddedCluster } = await import('../../backend/src/adapters/postgres/embedded-cluster.ts');
  const { migrate } = await import('../../backend/src/adapters/postgres/migrate.ts');
  const dataDir = mkdtempSync(join(tmpdir(), 'smartsync-tests-'));
  const cluster = await startEmbeddedCluster({ dataDir, durable: false });
  await migrate({ databaseUrl: cluster.databaseUrl, folder: 'prisma/migrations' });
  await freezeTemplate(cluster.administratorUrl);
  project.provide('postgresAdministratorUrl', cluster.administratorUrl);
  project.provide('postgresTemplateUrl', cluster.databaseUrl);
  return async () => {
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** A database can be copied only while nobody is connected to it. */
async function freezeTemplate(administratorUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  await client.query('ALTER DATABASE smartsync WITH ALLOW_CONNECTIONS false');
  await client.end();
}
