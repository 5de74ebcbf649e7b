import { type Response, Router } from 'express';
import { AppError } from '../../../domain/errors.ts';
import type { PortalPulse } from '../../../ports/portal-figures.ts';
import { type DashboardCall, type DashboardRouteDeps, dashboardRoute } from '../../dashboard-route.ts';

/** What the stream of events needs. */
export interface LiveEventDeps {
  readonly dashboard: DashboardRouteDeps;
  readonly readPulse: (tenantId: string) => Promise<PortalPulse>;
  /** Milliseconds between looks. */
  readonly lookEveryMs: number;
  /** Ends every stream when the process stops. */
  readonly stopping: AbortSignal;
}

/** Streams that one session may hold: a few tabs. More would use up the connections of the browser and ours. */
const STREAMS_PER_SESSION = 6;
const PARTS = ['connections', 'history', 'bulk'] as const;

/**
 * `GET /events`: says which part of the dashboard changed, as server-sent events named `connections`, `history` and
 * `bulk`; `signed_out` when the session ends. What changed is then asked for like everything else.
 */
export function liveEventRoutes(deps: LiveEventDeps): Router {
  const open = new Map<string, number>();
  const router = Router();
  router.get(
    '/events',
    ...dashboardRoute(deps.dashboard, async (call, request, response) => {
      const streams = open.get(call.sessionId) ?? 0;
      if (streams >= STREAMS_PER_SESSION) {
        throw new AppError('rate_limited', 'The dashboard is open in too many tabs. Close one and reload.');
      }
      open.set(call.sessionId, streams + 1);
      const closed = new AbortController();
      request.once('close', () => closed.abort());
      try {
        await stream(deps, call, response, AbortSignal.any([closed.signal, deps.stopping]));
      } finally {
        const left = (open.get(call.sessionId) ?? 1) - 1;
        if (left > 0) open.set(call.sessionId, left);
        else open.delete(call.sessionId);
        response.end();
      }
    }),
  );
  return router;
}

async function stream(deps: LiveEventDeps, call: DashboardCall, response: Response, ended: AbortSignal): Promise<void> {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.write('retry: 3000\nevent: open\ndata: {}\n\n');
  let before: PortalPulse | undefined;
  while (!ended.aborted) {
    const session = await deps.dashboard.edge.lookAtSession(call.sessionId);
    if (session === undefined) {
      response.write('event: signed_out\ndata: {}\n\n');
      return;
    }
    const { organizationId, signedInBy } = session;
    const tenantId = signedInBy === 'hubspot' ? organizationId : await deps.dashboard.findTenant(organizationId);
    const now = tenantId === undefined ? NOTHING : await deps.readPulse(tenantId);
    const changed = PARTS.filter((part) => before !== undefined && before[part] !== now[part]);
    // A comment keeps proxies from closing a quiet stream.
    response.write(changed.length === 0 ? ':\n\n' : changed.map((part) => `event: ${part}\ndata: {}\n\n`).join(''));
    before = now;
    await wait(deps.lookEveryMs, ended);
  }
}

const NOTHING: PortalPulse = { connections: '', history: '', bulk: '' };

function wait(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (ended.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      ended.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    ended.addEventListener('abort', done, { once: true });
  });
}
