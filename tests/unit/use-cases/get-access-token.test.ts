import { describe, expect, it } from 'vitest';
import { AppError } from '../../../backend/src/domain/errors.ts';
import type { InstallationStore, TokenSet } from '../../../backend/src/ports/installation-store.ts';
import { type GetAccessTokenDeps, getAccessToken } from '../../../backend/src/use-cases/get-access-token.ts';
import { silentLogger } from '../../support/silent-logger.ts';

const NOW = new Date('2026-11-23T08:00:00Z');
const inMinutes = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const tokens = (name: string, minutesLeft: number, version = 1): TokenSet => ({
  accessToken: name,
  refreshToken: `refresh-${name}`,
  expiresAt: inMinutes(minutesLeft),
  version,
});

function setUp(options: { stored?: TokenSet; refreshed?: TokenSet | 'revoked' | AppError; cached?: TokenSet }) {
  const calls = { reads: 0, refreshes: 0 };
  const installations: Pick<InstallationStore, 'readTokens' | 'refreshTokens' | 'readPrivateAppToken'> = {
    readPrivateAppToken: async () => undefined,
    readTokens: async () => {
      calls.reads += 1;
      return options.stored;
    },
    refreshTokens: async () => {
      calls.refreshes += 1;
      if (options.refreshed instanceof AppError) throw options.refreshed;
      return options.refreshed === 'revoked' ? undefined : options.refreshed;
    },
  };
  const cache = new Map(options.cached ? [['org', options.cached]] : []);
  const deps: GetAccessTokenDeps = {
    installations,
    oauth: { refresh: async () => ({ kind: 'revoked', reason: 'the store decides here' }) },
    clock: { now: () => NOW },
    logger: silentLogger,
    privateAppToken: undefined,
    cache,
  };
  return { calls, cache, deps };
}

const ask = (deps: GetAccessTokenDeps, rejectedToken?: string) =>
  getAccessToken(deps, { organizationId: 'org', authKind: 'oauth', ...(rejectedToken ? { rejectedToken } : {}) });

describe('an access token', () => {
  it('comes from memory while it lives, without asking the database', async () => {
    const { deps, calls } = setUp({ cached: tokens('kept', 20) });

    expect(await ask(deps)).toBe('kept');
    expect(calls).toEqual({ reads: 0, refreshes: 0 });
  });

  it('is renewed ahead of its end', async () => {
    const { deps, calls } = setUp({ stored: tokens('old', 9), refreshed: tokens('new', 30, 2) });

    expect(await ask(deps)).toBe('new');
    expect(calls.refreshes).toBe(1);
  });

  it('that HubSpot refused is never given again: another process may have renewed it', async () => {
    const { deps, calls } = setUp({ cached: tokens('refused', 20), stored: tokens('theirs', 25, 2) });

    expect(await ask(deps, 'refused')).toBe('theirs');
    expect(calls.refreshes).toBe(0);
  });

  it('that HubSpot refused is renewed when the database holds the same one', async () => {
    const { deps } = setUp({ stored: tokens('refused', 20), refreshed: tokens('new', 30, 2) });

    expect(await ask(deps, 'refused')).toBe('new');
  });

  it('goes on being used while the token server is down', async () => {
    const { deps } = setUp({ stored: tokens('alive', 5), refreshed: new AppError('upstream_unavailable', 'down') });

    expect(await ask(deps)).toBe('alive');
  });

  it('is not used past its end when the token server is down', async () => {
    const { deps } = setUp({ stored: tokens('dead', 0.2), refreshed: new AppError('upstream_unavailable', 'down') });

    await expect(ask(deps)).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it('of a grant that HubSpot ended is told to operators by the one call that asked, and by no other', async () => {
    const { deps } = setUp({ stored: tokens('old', 1) });
    const lines: unknown[] = [];
    const logger = { ...silentLogger, warn: (fields: object) => void lines.push(fields) };
    let answer: Promise<undefined> | undefined;
    const refreshTokens: InstallationStore['refreshTokens'] = ({ refresh }) => {
      answer ??= refresh('refresh-old').then(() => undefined);
      return answer;
    };
    const at = { ...deps, logger, installations: { ...deps.installations, refreshTokens } };

    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => ask(at)));

    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(lines).toEqual([{ organizationId: 'org', reason: 'the store decides here' }]);
  });

  it('of a revoked grant says that the account is disconnected', async () => {
    const { deps, cache } = setUp({ stored: tokens('old', 1), refreshed: 'revoked' });

    await expect(ask(deps)).rejects.toMatchObject({ code: 'disconnected' });
    expect(cache.has('org')).toBe(false);
  });

  it('does not outlive our own misconfiguration, which is told as such', async () => {
    const { deps } = setUp({ stored: tokens('alive', 5), refreshed: new AppError('not_configured', 'wrong secret') });

    await expect(ask(deps)).rejects.toMatchObject({ code: 'not_configured' });
  });
});

describe('a private-app token', () => {
  const input = { organizationId: 'org', authKind: 'private_app' } as const;

  it('comes from the environment', async () => {
    const { deps } = setUp({});

    expect(await getAccessToken({ ...deps, privateAppToken: 'pat' }, input)).toBe('pat');
  });

  it('that HubSpot refuses is said to be wrong', async () => {
    const { deps } = setUp({});
    const work = getAccessToken({ ...deps, privateAppToken: 'pat' }, { ...input, rejectedToken: 'pat' });

    await expect(work).rejects.toMatchObject({ code: 'upstream_refused_token' });
  });
});
