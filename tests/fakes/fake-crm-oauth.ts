import { createHash, randomUUID } from 'node:crypto';
import { AppError } from '../../backend/src/domain/errors.ts';
import type { CrmOauth } from '../../backend/src/ports/crm-oauth.ts';
import type { NewTokens } from '../../backend/src/ports/installation-store.ts';

/** Who presses Connect, and where. */
export interface FakeConsent {
  readonly portalId: number;
  readonly userId: number;
  readonly scopes?: readonly string[];
}

/** An OAuth server in memory. */
export interface FakeCrmOauth extends CrmOauth {
  /** Presses Connect on the page of this address; answers the code and state that come back. */
  consent(authorizeUrl: string, by: FakeConsent): { readonly code: string; readonly state: string };
  /** Ends the grant as a customer's uninstall does. */
  uninstall(portalId: number): void;
  /** The next token calls throw this, as often as asked for. */
  failNext(error: AppError, times?: number): void;
  /** Token calls so far. */
  readonly tokenCalls: number;
}

interface Grant extends FakeConsent {
  readonly codeChallenge: string;
}

const TOKEN_LIFETIME_MS = 1_800_000;

/** Makes a server that has let nobody in. */
export function makeFakeCrmOauth(now: () => Date = () => new Date()): FakeCrmOauth {
  const codes = new Map<string, Grant>();
  const refreshTokens = new Map<string, number>();
  const failures: AppError[] = [];
  let tokenCalls = 0;

  function begin(): void {
    tokenCalls += 1;
    const failure = failures.shift();
    if (failure) throw failure;
  }

  function issue(refreshToken: string): NewTokens {
    return {
      accessToken: `access-${randomUUID()}`,
      refreshToken,
      expiresAt: new Date(now().getTime() + TOKEN_LIFETIME_MS),
    };
  }

  return {
    get tokenCalls() {
      return tokenCalls;
    },
    authorizeUrl({ state, codeChallenge, portalId }) {
      const query = new URLSearchParams({ state, code_challenge: codeChallenge, code_challenge_method: 'S256' });
      return `https://app.fake.example/oauth/${portalId === undefined ? '' : `${portalId}/`}authorize?${query}`;
    },
    async exchangeCode({ code, codeVerifier }) {
      begin();
      const grant = codes.get(code);
      codes.delete(code);
      const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
      if (!grant) return { kind: 'rejected', reason: 'The code was used already or is too old.' };
      if (grant.codeChallenge !== challenge) return { kind: 'rejected', reason: 'The code verifier is wrong.' };
      const { portalId, userId, scopes = ['oauth'] } = grant;
      const refreshToken = `refresh-${randomUUID()}`;
      refreshTokens.set(refreshToken, portalId);
      return { kind: 'exchanged', install: { tokens: issue(refreshToken), portalId, userId, scopes } };
    },
    async refresh(refreshToken) {
      begin();
      if (!refreshTokens.has(refreshToken)) return { kind: 'revoked', reason: 'The app was removed in HubSpot.' };
      return { kind: 'refreshed', tokens: issue(refreshToken) };
    },
    async revoke(refreshToken) {
      refreshTokens.delete(refreshToken);
    },
    consent(authorizeUrl, by) {
      const query = new URL(authorizeUrl).searchParams;
      const [state, codeChallenge] = [query.get('state'), query.get('code_challenge')];
      if (!state || !codeChallenge) throw new AppError('invalid_input', 'The address lacks state or challenge.');
      const code = `code-${randomUUID()}`;
      codes.set(code, { ...by, codeChallenge });
      return { code, state };
    },
    uninstall(portalId) {
      for (const [token, owner] of refreshTokens) if (owner === portalId) refreshTokens.delete(token);
    },
    failNext(error, times = 1) {
      for (let count = 0; count < times; count += 1) failures.push(error);
    },
  };
}
