import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningProduct, startProduct } from '../../support/start-product.ts';
import { ADMIN, PORTAL, SEED } from './world.ts';

let product: RunningProduct;

beforeAll(async () => {
  product = await startProduct({ seed: SEED });
});

afterAll(async () => {
  await product.stop();
});

const get = (path: string, cookie = '') =>
  fetch(`${product.origin}${path}`, { redirect: 'manual', headers: { cookie } });

/** Goes to the consent page and connects, but does not come back yet. */
async function consent() {
  const start = await get(`/api/auth/hubspot/install?portalId=${PORTAL}`);
  const cookie = start.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const body = new URLSearchParams({ decision: 'connect', account: `${PORTAL}:${ADMIN}` });
  const answer = await fetch(start.headers.get('location') ?? '', { method: 'POST', redirect: 'manual', body });
  const callback = new URL(answer.headers.get('location') ?? '');
  return { cookie, setCookie: start.headers.getSetCookie().join(), path: `${callback.pathname}${callback.search}` };
}

const countInstallations = async () => {
  const [row] = await product.query<{ count: string }>('SELECT count(*) FROM crm_integrations');
  return Number(row?.count);
};

describe('an install', () => {
  it('binds its state to the browser with a cookie that scripts cannot read', async () => {
    const { setCookie } = await consent();

    expect(setCookie).toMatch(/HttpOnly/);
    expect(setCookie).toMatch(/Secure/);
    expect(setCookie).toMatch(/SameSite=Lax/);
  });

  it('of another browser is refused, and nothing is installed', async () => {
    const { path } = await consent();

    const response = await get(path);

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('not valid any more');
    expect(await countInstallations()).toBe(0);
  });

  it('with a state of our own making only is refused', async () => {
    const { path, cookie } = await consent();

    expect((await get(path.replace(/state=[^&]+/, 'state=forged'), cookie)).status).toBe(400);
    expect(await countInstallations()).toBe(0);
  });

  it('begun on HubSpot’s side is begun again, not trusted', async () => {
    const response = await get('/api/auth/hubspot/callback?code=from-hubspot');

    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toMatch(/\/oauth\/authorize\?.*state=/);
    expect(await countInstallations()).toBe(0);
  });

  it('that the person cancelled says what HubSpot said', async () => {
    const response = await get(
      '/api/auth/hubspot/callback?error=access_denied&error_description=The+user+said+%3Cb%3Eno%3C%2Fb%3E',
    );
    const text = await response.text();

    expect(response.status).toBe(400);
    expect(text).toContain('The user said &lt;b&gt;no&lt;/b&gt;');
  });

  it('stores the portal, creates all properties on three object types, and says what to do next', async () => {
    const { path, cookie } = await consent();

    const response = await get(path, cookie);
    const text = await response.text();

    expect(response.status).toBe(200);
    expect(text).toContain('Card library');
    expect(await countInstallations()).toBe(1);
    const extension = (await product.control(`/portals/${PORTAL}/records/companies?limit=1`)) as {
      records: { id: string }[];
    };
    const record = (await product.control(`/portals/${PORTAL}/records/companies/${extension.records[0]?.id}`)) as {
      definitions: { name: string; groupName: string }[];
    };
    const ours = record.definitions.filter(({ groupName }) => groupName === 'oppspot').map(({ name }) => name);
    expect(ours).toHaveLength(14);
  });

  it('cannot be finished twice with the same state', async () => {
    const { path, cookie } = await consent();
    await get(path, cookie);

    expect((await get(path, cookie)).status).toBe(400);
  });

  it('of a portal that is installed keeps its organisation and replaces the tokens', async () => {
    const [before] = await product.query<{ organization_id: string; access_token: string }>(
      'SELECT organization_id, access_token FROM crm_integrations',
    );
    const { path, cookie } = await consent();
    await get(path, cookie);
    const [after] = await product.query<{ organization_id: string; access_token: string }>(
      'SELECT organization_id, access_token FROM crm_integrations',
    );

    expect(after?.organization_id).toBe(before?.organization_id);
    expect(after?.access_token).not.toBe(before?.access_token);
  });

  it('leaves no token in clear in any table', async () => {
    const tokens = [
      ...product.sandbox.admin.state.oauth.accessTokens.keys(),
      ...product.sandbox.admin.state.oauth.refreshTokens.keys(),
    ];
    const tables = await product.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const dumps = await Promise.all(
      tables.map(({ name }) => product.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)),
    );
    const text = dumps
      .flat()
      .map(({ row }) => row)
      .join('\n');

    expect(tokens.length).toBeGreaterThan(1);
    expect(tokens.filter((token) => text.includes(token))).toEqual([]);
  });

  it('creates again a property that somebody deleted, and changes none that is there', async () => {
    const { path, cookie } = await consent();
    await get(path, cookie);
    await product.control('/requests', 'DELETE');
    const again = await consent();

    const text = await (await get(again.path, again.cookie)).text();

    expect(text).toContain('were there already');
  });
});
