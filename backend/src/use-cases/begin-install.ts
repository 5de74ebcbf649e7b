import { AppError } from '../domain/errors.ts';
import { randomToken, sha256Base64Url } from '../lib/random-token.ts';
import type { Clock } from '../ports/clock.ts';
import type { CrmOauth } from '../ports/crm-oauth.ts';
import type { OauthStateStore } from '../ports/oauth-state-store.ts';
import { type InstallIntent, withIntent } from './install-intent.ts';

/** An install must come back within this time (RFC 9700 advises a short life of `state`). */
export const INSTALL_TTL_MS = 10 * 60_000;

/** What the use case touches. */
export interface BeginInstallDeps {
  readonly states: OauthStateStore;
  readonly oauth: CrmOauth | undefined;
  readonly clock: Clock;
}

/** Where to send the browser, and what it must keep until it comes back. */
export interface BegunInstall {
  readonly redirectTo: string;
  readonly state: string;
  /** Secret of this browser for this install: its cookie, and the PKCE verifier. */
  readonly browserKey: string;
}

/** Begins an install: a single-use `state` bound to this browser, and the consent page's address. */
export async function beginInstall(
  deps: BeginInstallDeps,
  input: { readonly portalId?: number; readonly intent?: InstallIntent },
): Promise<BegunInstall> {
  if (!deps.oauth) {
    throw new AppError(
      'not_configured',
      'Installing needs HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET. Set them and start again.',
    );
  }
  const state = withIntent(randomToken(), input.intent ?? { kind: 'install' });
  const browserKey = randomToken();
  await deps.states.save({ state, browserKey, expiresAt: new Date(deps.clock.now().getTime() + INSTALL_TTL_MS) });
  const redirectTo = deps.oauth.authorizeUrl({
    state,
    codeChallenge: sha256Base64Url(browserKey),
    ...(input.portalId === undefined ? {} : { portalId: input.portalId }),
  });
  return { redirectTo, state, browserKey };
}
