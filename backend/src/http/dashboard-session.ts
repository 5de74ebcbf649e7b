import { timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { AppError } from '../domain/errors.ts';
import { sha256Base64Url } from '../lib/random-token.ts';
import type { DashboardSession } from '../ports/dashboard-session-store.ts';
import type { BegunSession } from '../use-cases/dashboard/begin-session.ts';
import { readCookie } from './read-cookie.ts';

/** What sessions of the dashboard need at the edge. */
export interface SessionEdge {
  /** Over https the cookie is `__Host-…; Secure`: no other host and no plain connection can set or see it. */
  readonly usesSecureCookies: boolean;
  /** Origins under which the dashboard is opened; writes from anywhere else are refused. */
  readonly ownOrigins: readonly string[];
  readonly beginSession: (input: {
    readonly session: Omit<DashboardSession, 'expiresAt'>;
    readonly previousId: string | undefined;
  }) => Promise<BegunSession>;
  readonly findSession: (sessionId: string) => Promise<DashboardSession | undefined>;
  /** The same without keeping the session alive. */
  readonly lookAtSession: (sessionId: string) => Promise<DashboardSession | undefined>;
  readonly endSession: (sessionId: string) => Promise<void>;
}

const PLAIN_NAME = 'smartsync_session';

/** Begins a session and gives the browser its cookie; the session it had before ends. */
export async function signIn(
  edge: SessionEdge,
  request: Request,
  response: Response,
  session: Omit<DashboardSession, 'expiresAt'>,
): Promise<BegunSession> {
  const begun = await edge.beginSession({ session, previousId: sessionIdOf(edge, request) });
  response.cookie(nameOf(edge), begun.sessionId, {
    ...optionsOf(edge),
    expires: begun.session.expiresAt,
  });
  return begun;
}

/** Ends the session, here and in the browser. */
export async function signOut(edge: SessionEdge, request: Request, response: Response): Promise<void> {
  const sessionId = sessionIdOf(edge, request);
  if (sessionId !== undefined) await edge.endSession(sessionId);
  response.clearCookie(nameOf(edge), optionsOf(edge));
}

/** The secret of the browser's cookie; undefined when it has none that could be ours. */
export function sessionIdOf(edge: SessionEdge, request: Request): string | undefined {
  return readCookie(request, nameOf(edge));
}

/** Proves that a write comes from our own page, which alone can read it; follows from the session's secret. */
export function csrfTokenOf(sessionId: string): string {
  return sha256Base64Url(`csrf:${sessionId}`);
}

/** Refuses a write that a page of somebody else sent: by its origin, as browsers tell it. */
export function requireOwnOrigin(edge: SessionEdge, request: Request): void {
  const site = request.get('Sec-Fetch-Site');
  const isSame = site === undefined || site === 'same-origin';
  if (isSame && edge.ownOrigins.includes(request.get('Origin') ?? '')) return;
  const where = edge.ownOrigins.map((origin) => `${origin}/dashboard`).join(' or ');
  throw new AppError('forbidden', `This request did not come from the dashboard. Open it at ${where}.`);
}

/** Refuses a write without the token of its session. */
export function requireCsrfToken(request: Request, sessionId: string): void {
  const given = Buffer.from(sha256Base64Url(request.get('X-CSRF-Token') ?? ''));
  if (timingSafeEqual(given, Buffer.from(sha256Base64Url(csrfTokenOf(sessionId))))) return;
  throw new AppError('forbidden', 'This page is out of date. Reload it and try again.');
}

function nameOf({ usesSecureCookies }: SessionEdge): string {
  return usesSecureCookies ? `__Host-${PLAIN_NAME}` : PLAIN_NAME;
}

function optionsOf({ usesSecureCookies }: SessionEdge) {
  return { httpOnly: true, sameSite: 'lax', secure: usesSecureCookies, path: '/' } as const;
}
