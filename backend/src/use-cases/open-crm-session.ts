import type { CrmSession } from '../ports/crm.ts';
import type { Installation } from '../ports/installation-store.ts';
import { type GetAccessTokenDeps, getAccessToken } from './get-access-token.ts';

/** A session that also tells how many requests went out. */
export interface CountedSession extends CrmSession {
  readCallCount(): number;
  /** Requests that were sent again, after a limit, a failure or a refused token. */
  readRetryCount(): number;
}

/** Opens a portal for one run: its tokens, its place in the queue of calls and its patience there, and its own count of them. */
export function openCrmSession(
  deps: GetAccessTokenDeps,
  installation: Pick<Installation, 'organizationId' | 'portalId' | 'authKind'>,
  priority: CrmSession['priority'],
  waits: Pick<CrmSession, 'patienceMs' | 'noteWait'> = {},
): CountedSession {
  let calls = 0;
  let begun = 0;
  const { organizationId, portalId, authKind } = installation;
  return {
    organizationId,
    portalId,
    priority,
    ...waits,
    getAccessToken: (options) => {
      // Each call asks once before its first request.
      if (options === undefined) begun += 1;
      return getAccessToken(deps, {
        organizationId,
        authKind,
        ...(options ? { rejectedToken: options.rejectedToken } : {}),
      });
    },
    countCall: () => {
      calls += 1;
    },
    readCallCount: () => calls,
    readRetryCount: () => Math.max(0, calls - begun),
  };
}
