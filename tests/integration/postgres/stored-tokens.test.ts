import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewTokens } from '../../../backend/src/ports/installation-store.ts';
import { installPortal, makeStores, type Stores } from '../../support/postgres-stores.ts';
import { connect, makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const LATER = new Date('2026-11-23T10:00:00Z');
const fresh = (name: string): NewTokens => ({
  accessToken: `access-${name}`,
  refreshToken: `refresh-${name}`,
  expiresAt: LATER,
});

describe('stored tokens', () => {
  let database: TestDatabase;
  let here: Stores;
  beforeAll(async () => {
    database = await makeTestDatabase();
    here = makeStores(database.url);
  });
  afterAll(async () => {
    await here.database.close();
    await database.drop();
  });

  it('are nowhere in clear in the database', async () => {
    const secret = 'pat-eu1-7f3c9a52-canary';
    const { organizationId } = await installPortal(here, {
      accessToken: secret,
      refreshToken: `r-${secret}`,
      expiresAt: LATER,
    });
    await here.installations.refreshTokens({
      organizationId,
      staleVersion: 1,
      refresh: async () => ({ kind: 'refreshed', tokens: { ...fresh(secret) } }),
    });

    const dump = await dumpEverything(database);

    expect(dump).toContain(organizationId);
    expect(dump).not.toContain('canary');
    expect(dump).not.toContain(Buffer.from(secret).toString('base64').slice(0, 20));
  });

  it('cannot be stored in clear, by whichever code', async () => {
    const { organizationId } = await installPortal(here);

    const stored = here.database.queryAsTenant(organizationId, {
      name: 'clear_token',
      text: `UPDATE crm_integrations SET access_token = 'in-clear'`,
      values: [],
    });

    await expect(stored).rejects.toMatchObject({ cause: { constraint: 'crm_integrations_sealed_check' } });
  });

  it('are refused when they were moved to another portal', async () => {
    const one = await installPortal(here, fresh('one'));
    const two = await installPortal(here, fresh('two'));
    const admin = await connect(database.administratorUrl);
    await admin.query(
      `UPDATE crm_integrations t SET access_token = f.access_token FROM crm_integrations f WHERE t.id = $1 AND f.id = $2`,
      [two.integrationId, one.integrationId],
    );

    await expect(here.installations.readTokens(two.organizationId)).rejects.toMatchObject({ code: 'internal' });
  });

  it('are refused when the access token stands in place of the refresh token', async () => {
    const { organizationId, integrationId } = await installPortal(here);
    const admin = await connect(database.administratorUrl);
    await admin.query('UPDATE crm_integrations SET refresh_token = access_token WHERE id = $1', [integrationId]);

    await expect(here.installations.readTokens(organizationId)).rejects.toMatchObject({ code: 'internal' });
  });
});

/** Every row of every table of every schema of ours, as text, past all policies. */
async function dumpEverything(database: TestDatabase): Promise<string> {
  const admin = await connect(database.administratorUrl);
  const { rows: tables } = await admin.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await admin.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
    texts.push(...rows.map((row) => row.text));
  }
  return texts.join('\n');
}
