import { randomToken } from '../../lib/random-token.ts';
import type { DashboardSession, DashboardSessionStore } from '../../ports/dashboard-session-store.ts';

/** A working day and a bit: nobody signs in twice a day, and no stolen cookie works tomorrow. */
export const SESSION_LIFE_SECONDS = 12 * 3600;

/** Who does nothing for so long is signed out. */
export const SESSION_IDLE_SECONDS = 2 * 3600;

/** A new session and the secret that its cookie holds. */
export interface BegunSession {
  readonly sessionId: string;
  readonly session: DashboardSession;
}

/**
 * Begins a session of the dashboard under a new random id; the one that the browser had before ends, so that an id from
 * before the sign-in is worth nothing after it.
 */
export async function beginSession(
  deps: { readonly sessions: DashboardSessionStore },
  input: { readonly session: Omit<DashboardSession, 'expiresAt'>; readonly previousId: string | undefined },
): Promise<BegunSession> {
  if (input.previousId !== undefined) await deps.sessions.end(input.previousId);
  const sessionId = randomToken();
  const { session } = input;
  return { sessionId, session: await deps.sessions.begin({ sessionId, session, lifeSeconds: SESSION_LIFE_SECONDS }) };
}
