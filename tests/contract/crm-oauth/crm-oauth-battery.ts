import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CrmOauth } from '../../../backend/src/ports/crm-oauth.ts';

/** An OAuth server with the portal 4711 and its user 1, and a person who presses Connect. */
export interface CrmOauthStand {
  readonly oauth: CrmOauth;
  /** Follows the address, connects portal 4711 as user 1, and answers what comes back to us. */
  consent(authorizeUrl: string): Promise<{ readonly code: string; readonly state: string }>;
  /** The customer removes the app. */
  uninstall(): Promise<void>;
  stop(): Promise<void>;
}

const VERIFIER = 'v'.repeat(64);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** Checks the port's contract sentence by sentence. */
export function describeCrmOauth(name: string, start: () => Promise<CrmOauthStand>): void {
  describe(`${name} as an OAuth server`, () => {
    let stand: CrmOauthStand;
    let oauth: CrmOauth;
    beforeEach(async () => {
      stand = await start();
      oauth = stand.oauth;
    });
    afterEach(() => stand.stop());

    const consent = () => stand.consent(oauth.authorizeUrl({ state: 'state-1', codeChallenge: CHALLENGE }));

    async function install() {
      const { code } = await consent();
      const result = await oauth.exchangeCode({ code, codeVerifier: VERIFIER });
      expect(result).toMatchObject({ kind: 'exchanged' });
      return result.kind === 'exchanged' ? result.install : Promise.reject(new Error('not exchanged'));
    }

    it('brings the state back untouched', async () => {
      expect((await consent()).state).toBe('state-1');
    });

    it('pre-selects a portal in the address', () => {
      const url = oauth.authorizeUrl({ state: 's', codeChallenge: CHALLENGE, portalId: 4711 });
      expect(new URL(url).pathname).toBe('/oauth/4711/authorize');
    });

    it('exchanges a code for tokens and says which portal, user and scopes', async () => {
      const installed = await install();
      expect(installed).toMatchObject({ portalId: 4711, userId: 1, scopes: expect.arrayContaining(['oauth']) });
      expect(installed.tokens.accessToken).not.toBe('');
      expect(installed.tokens.expiresAt.getTime()).toBeGreaterThan(Date.now());
    });

    it('rejects a code that was used', async () => {
      const { code } = await consent();
      await oauth.exchangeCode({ code, codeVerifier: VERIFIER });
      expect(await oauth.exchangeCode({ code, codeVerifier: VERIFIER })).toMatchObject({ kind: 'rejected' });
    });

    it('rejects a code that nobody issued', async () => {
      expect(await oauth.exchangeCode({ code: 'guess', codeVerifier: VERIFIER })).toMatchObject({ kind: 'rejected' });
    });

    it('rejects a code with another verifier', async () => {
      const { code } = await consent();
      const codeVerifier = 'w'.repeat(64);
      expect(await oauth.exchangeCode({ code, codeVerifier })).toMatchObject({ kind: 'rejected' });
    });

    it('refreshes into a new access token, and again with the refresh token that came back', async () => {
      const { tokens } = await install();
      const first = await oauth.refresh(tokens.refreshToken);
      expect(first).toMatchObject({ kind: 'refreshed', tokens: { accessToken: expect.any(String) } });
      const again = first.kind === 'refreshed' ? first.tokens : tokens;
      expect(again.accessToken).not.toBe(tokens.accessToken);
      expect(await oauth.refresh(again.refreshToken)).toMatchObject({ kind: 'refreshed' });
    });

    it('says revoked after the customer removed the app', async () => {
      const { tokens } = await install();
      await stand.uninstall();
      expect(await oauth.refresh(tokens.refreshToken)).toMatchObject({ kind: 'revoked', reason: expect.any(String) });
    });

    it('revokes a refresh token, and does not mind when it is dead already', async () => {
      const { tokens } = await install();
      await oauth.revoke(tokens.refreshToken);
      await oauth.revoke(tokens.refreshToken);
      expect(await oauth.refresh(tokens.refreshToken)).toMatchObject({ kind: 'revoked' });
    });
  });
}
