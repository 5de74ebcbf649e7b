import pg from 'pg';

/** Addresses of a database as the product and as the superuser. */
export interface BenchDatabase {
  readonly url: string;
  readonly administratorUrl: string;
}

/** Makes an empty database of the product's role beside the others of the cluster. */
export async function makeDatabase(input: {
  readonly name: string;
  readonly databaseUrl: string;
  /** The superuser's, of any database of the cluster. */
  readonly administratorUrl: string;
}): Promise<BenchDatabase> {
  const cluster = new pg.Client({ connectionString: input.administratorUrl });
  await cluster.connect();
  await cluster.query(`CREATE DATABASE ${input.name} OWNER smartsync`).finally(() => cluster.end());
  return {
    url: withDatabase(input.databaseUrl, input.name),
    administratorUrl: withDatabase(input.administratorUrl, input.name),
  };
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}
