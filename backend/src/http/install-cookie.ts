import type { Request, Response } from 'express';
import { sha256Base64Url } from '../lib/random-token.ts';
import type { BegunInstall } from '../use-cases/begin-install.ts';
import { readCookie } from './read-cookie.ts';

/** How the cookie that binds an install to its browser is set. */
export interface InstallCookie {
  readonly usesSecureCookies: boolean;
  /** Milliseconds that an install may take. */
  readonly installTtlMs: number;
}

const COOKIE_PATH = '/api/auth/hubspot';

/** Sends the browser to HubSpot's consent page, with the secret that it must bring back. */
export function sendToConsent(cookie: InstallCookie, response: Response, begun: BegunInstall): void {
  response.cookie(nameOf(begun.state), begun.browserKey, {
    httpOnly: true,
    sameSite: 'lax',
    secure: cookie.usesSecureCookies,
    path: COOKIE_PATH,
    maxAge: cookie.installTtlMs,
  });
  response.setHeader('Cache-Control', 'no-store');
  response.redirect(302, begun.redirectTo);
}

/** The secret that this browser got for this state; undefined when it has none. */
export function readInstallCookie(request: Request, state: string): string | undefined {
  return readCookie(request, nameOf(state));
}

/** Forgets it. */
export function clearInstallCookie(response: Response, state: string): void {
  response.clearCookie(nameOf(state), { path: COOKIE_PATH });
}

/** One cookie per install, so that two tabs do not overwrite each other's. */
function nameOf(state: string): string {
  return `smartsync_install_${sha256Base64Url(state).slice(0, 12)}`;
}
