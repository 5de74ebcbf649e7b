import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewTokens } from '../../../backend/src/ports/installation-store.ts';
import { installPortal, makeStores, type Stores } from '../../support/postgres-stores.ts';
import { makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const LATER = new Date('2026-11-23T10:00:00Z');
const fresh = (name: string): NewTokens => ({
  accessToken: `access-${name}`,
  refreshToken: `refresh-${name}`,
  expiresAt: LATER,
});

describe('installation store', () => {
  let database: TestDatabase;
  let here: Stores;
  let there: Stores;
  beforeAll(async () => {
    database = await makeTestDatabase();
    here = makeStores(database.url, { maxConnections: 4 });
    there = makeStores(database.url, { maxConnections: 4 });
  });
  afterAll(async () => {
    await here.database.close();
    await there.database.close();
    await database.drop();
  });

  it('reads a portal and its tokens back, in another process too', async () => {
    const installed = await installPortal(here, fresh('a'));

    const found = await there.installations.findByPortalId(installed.portalId);
    const tokens = await there.installations.readTokens(installed.organizationId);

    expect(found).toEqual(installed);
    expect(installed).toMatchObject({
      status: 'connected',
      authKind: 'oauth',
      installedByUserId: 7,
      scopes: ['oauth'],
    });
    expect(tokens).toEqual({ ...fresh('a'), version: 1 });
  });

  it('does not know a portal that was never installed', async () => {
    expect(await here.installations.findByPortalId(424_242)).toBeUndefined();
    expect(here.installations.recallByPortalId(424_242)).toBeUndefined();
  });

  it('recalls a portal as it was found last, and finds it as another process left it', async () => {
    const installed = await installPortal(here, fresh('a'));
    const { portalId, organizationId } = installed;
    await here.installations.findByPortalId(portalId);
    await there.installations.markStatus(organizationId, 'error', 'scopes are missing');

    const seen = here.installations.recallByPortalId(portalId);
    expect(seen?.installation).toEqual(installed);
    expect(await here.installations.findByPortalId(portalId)).toMatchObject({ status: 'error', organizationId });
    const now = here.installations.recallByPortalId(portalId);
    expect(now).toMatchObject({ installation: { status: 'error' } });
    expect(now?.version).not.toBe(seen?.version);
  });

  it('keeps the organisation of a portal that is installed again, and connects it', async () => {
    const first = await installPortal(here, fresh('a'));
    await here.installations.markStatus(first.organizationId, 'disconnected', 'uninstalled');

    const second = await here.installations.saveInstallation({
      ...first,
      tokens: fresh('b'),
      uiDomain: null,
      timeZone: null,
    });

    expect(second).toMatchObject({
      organizationId: first.organizationId,
      integrationId: first.integrationId,
      status: 'connected',
      statusReason: null,
      uiDomain: 'app.hubspot.com',
    });
    expect(await here.installations.readTokens(first.organizationId)).toEqual({ ...fresh('b'), version: 2 });
  });

  it('gives one organisation to a portal that is installed twenty times at once', async () => {
    const input = { authKind: 'oauth', scopes: [], installedByUserId: 1, uiDomain: null, timeZone: null } as const;

    const all = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 ? here : there).installations.saveInstallation({ ...input, portalId: 77, tokens: fresh(`${i}`) }),
      ),
    );

    expect(new Set(all.map((installation) => installation.organizationId)).size).toBe(1);
    const tokens = await here.installations.readTokens(all[0]?.organizationId ?? '');
    expect(tokens?.version).toBe(20);
  });

  it('has no tokens in private-app mode', async () => {
    const { organizationId } = await here.installations.saveInstallation({
      portalId: 78,
      authKind: 'private_app',
      tokens: null,
      scopes: [],
      installedByUserId: null,
      uiDomain: null,
      timeZone: null,
    });

    expect(await here.installations.readTokens(organizationId)).toBeUndefined();
  });

  it('refuses to mark an organisation that is not there', async () => {
    const marked = here.installations.markStatus('00000000-0000-4000-8000-000000000000', 'error', null);

    await expect(marked).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refreshes once for fifty calls of two processes on one expired token', async () => {
    const { organizationId } = await installPortal(here);
    let calls = 0;
    const refresh = async () => {
      calls += 1;
      await new Promise((resolve) => setImmediate(resolve));
      return { kind: 'refreshed' as const, tokens: fresh(`call-${calls}`) };
    };

    const all = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        (i % 2 ? here : there).installations.refreshTokens({ organizationId, staleVersion: 1, refresh }),
      ),
    );

    expect(calls).toBe(1);
    expect(all).toEqual(Array.from({ length: 50 }, () => ({ ...fresh('call-1'), version: 2 })));
    expect(await here.installations.readTokens(organizationId)).toEqual({ ...fresh('call-1'), version: 2 });
  });

  it('leaves the tokens as they are when the token server fails', async () => {
    const { organizationId } = await installPortal(here, fresh('a'));

    const refreshed = here.installations.refreshTokens({
      organizationId,
      staleVersion: 1,
      refresh: () => Promise.reject(new Error('token server is down')),
    });

    await expect(refreshed).rejects.toThrow('token server is down');
    expect(await here.installations.readTokens(organizationId)).toEqual({ ...fresh('a'), version: 1 });
    expect(await here.installations.findByOrganizationId(organizationId)).toMatchObject({ status: 'connected' });
  });

  it('marks a portal whose grant was revoked disconnected and asks no more', async () => {
    const { organizationId } = await installPortal(here);
    let calls = 0;
    const refresh = async () => {
      calls += 1;
      return { kind: 'revoked' as const, reason: 'the customer removed the app' };
    };

    const first = await here.installations.refreshTokens({ organizationId, staleVersion: 1, refresh });
    const second = await there.installations.refreshTokens({ organizationId, staleVersion: 1, refresh });

    expect([first, second, calls]).toEqual([undefined, undefined, 1]);
    expect(await here.installations.findByOrganizationId(organizationId)).toMatchObject({
      status: 'disconnected',
      statusReason: 'the customer removed the app',
    });
  });

  it('throws a late answer away when newer tokens were stored meanwhile', async () => {
    const installed = await installPortal(here, fresh('old'));
    const { organizationId } = installed;

    const late = await here.installations.refreshTokens({
      organizationId,
      staleVersion: 1,
      refresh: async () => {
        await there.installations.saveInstallation({ ...installed, tokens: fresh('reinstalled') });
        return { kind: 'refreshed', tokens: fresh('late') };
      },
    });

    expect(late).toEqual({ ...fresh('reinstalled'), version: 2 });
    expect(await there.installations.readTokens(organizationId)).toEqual({ ...fresh('reinstalled'), version: 2 });
  });

  it('does not disconnect a portal that was installed again while the old grant was refused', async () => {
    const installed = await installPortal(here);
    const { organizationId } = installed;

    const tokens = await here.installations.refreshTokens({
      organizationId,
      staleVersion: 1,
      refresh: async () => {
        await there.installations.saveInstallation({ ...installed, tokens: fresh('reinstalled') });
        return { kind: 'revoked', reason: 'old grant' };
      },
    });

    expect(tokens).toEqual({ ...fresh('reinstalled'), version: 2 });
    expect(await here.installations.findByOrganizationId(organizationId)).toMatchObject({ status: 'connected' });
  });

  it('goes on at once when the process that refreshes is killed', async () => {
    const { organizationId } = await installPortal(here, fresh('a'));
    const holder = fork(
      fileURLToPath(new URL('./hold-token-refresh.ts', import.meta.url)),
      [database.url, organizationId],
      {
        execArgv: ['--import', 'tsx'],
      },
    );
    await once(holder, 'message');
    const waiting = here.installations.refreshTokens({
      organizationId,
      staleVersion: 1,
      refresh: async () => ({ kind: 'refreshed', tokens: fresh('next') }),
    });

    holder.kill('SIGKILL');

    expect(await waiting).toEqual({ ...fresh('next'), version: 2 });
  });

  it('takes the lock from a process that stalls, and lets it end without harm', async () => {
    const { organizationId } = await installPortal(here);
    const lock = { name: 'stalls', waitMs: 10_000, holdMs: 50 };
    const nextIsIn = deferred();
    const entered = deferred();

    const stalled = here.database.withTenantLock(organizationId, lock, async () => {
      entered.resolve();
      await nextIsIn.promise;
      return 'late';
    });
    await entered.promise;
    const next = await there.database.withTenantLock(organizationId, lock, async () => {
      nextIsIn.resolve();
      return 'next';
    });

    expect([next, await stalled]).toEqual(['next', 'late']);
  });
});

/** A promise that the test resolves. */
function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
