import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import { z } from 'zod';
import type { Enrichment } from '../../../domain/enrichment/enrichment.ts';
import { AppError } from '../../../domain/errors.ts';
import { requesterAt } from '../../../domain/portal/describe-caller.ts';
import type { SyncHistory } from '../../../ports/sync-history.ts';
import type { AmendEnrichmentInput } from '../../../use-cases/amend-enrichment.ts';
import type { RequestEnrichmentInput } from '../../../use-cases/request-enrichment.ts';
import {
  type DashboardCall,
  type DashboardRouteDeps,
  dashboardRoute,
  getConnection,
  requireTenant,
} from '../../dashboard-route.ts';
import { parseInput } from '../../parse-input.ts';

/** What the history routes need. */
export interface HistoryRoutesDeps {
  readonly dashboard: DashboardRouteDeps;
  readonly history: SyncHistory;
  readonly findEnrichment: (tenantId: string, enrichmentId: string) => Promise<Enrichment | undefined>;
  readonly requestEnrichment: (input: RequestEnrichmentInput) => Promise<Enrichment>;
  readonly undoEnrichment: (input: AmendEnrichmentInput) => Promise<Enrichment>;
}

const querySchema = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number({ error: 'must be a number from 1 to 100' }).int().min(1).max(100).default(25),
  status: z.enum(['success', 'failed', 'pending'], { error: 'must be success, failed or pending' }).optional(),
  kind: z.enum(['enrichment', 'sync', 'undo', 'settings', 'install', 'disconnect', 'forget']).optional(),
  objectType: z.enum(['contacts', 'companies', 'deals']).optional(),
  search: z.string().trim().max(100, 'at most 100 characters').optional(),
});

const undoSchema = z.object({ properties: z.array(z.string().min(1)).max(500).optional() });
const retrySchema = z.object({ idempotencyKey: z.string().min(1).max(200).optional() });

/** Whoever acts here is a person, not a program. */
const BY_DASHBOARD = requesterAt('dashboard');

/** What was synced and enriched, one run in full, and what can be done about it. */
export function historyRoutes(deps: HistoryRoutesDeps): Router {
  const router = Router();
  router.get(
    '/history',
    ...dashboardRoute(deps.dashboard, async ({ tenantId }, request, response) => {
      const query = parseInput(querySchema, request.query);
      if (tenantId === undefined) {
        response.json({ items: [], nextCursor: null });
        return;
      }
      const { cursor = null, status = null, kind = null, objectType = null, search, limit } = query;
      response.json(
        await deps.history.list({ tenantId, cursor, status, kind, objectType, search: search || null, limit }),
      );
    }),
  );
  router.get(
    '/enrichments/:id',
    ...dashboardRoute(deps.dashboard, async (call, request, response) => {
      response.json({ enrichment: await getRun(deps, call, request.params.id) });
    }),
  );
  router.post(
    '/enrichments/:id/undo',
    ...dashboardRoute(deps.dashboard, async (call, request, response) => {
      const { properties } = parseInput(undoSchema, call.body);
      const { id } = await getRun(deps, call, request.params.id);
      const { installation } = await getConnection(deps.dashboard, call);
      const input = {
        installation,
        enrichmentId: id,
        userId: call.userId,
        requestedFrom: BY_DASHBOARD,
        properties,
      } as const;
      response.json({ enrichment: await deps.undoEnrichment(input) });
    }),
  );
  router.post(
    '/enrichments/:id/retry',
    ...dashboardRoute(deps.dashboard, async (call, request, response) => {
      const { idempotencyKey = randomUUID() } = parseInput(retrySchema, call.body);
      const run = await getRun(deps, call, request.params.id);
      const enrichment = await retry(deps, call, { run, idempotencyKey });
      response.status(enrichment.status === 'running' ? 202 : 200).json({ enrichment });
    }),
  );
  return router;
}

async function getRun(deps: HistoryRoutesDeps, call: DashboardCall, id: unknown): Promise<Enrichment> {
  const known = z.uuid().safeParse(id);
  const run = known.success ? await deps.findEnrichment(requireTenant(call), known.data) : undefined;
  if (run) return run;
  throw new AppError('not_found', 'There is no such enrichment. It may have been removed by age.');
}

/** The same record again, with sources asked anew. */
async function retry(
  deps: HistoryRoutesDeps,
  call: DashboardCall,
  { run, idempotencyKey }: { readonly run: Enrichment; readonly idempotencyKey: string },
): Promise<Enrichment> {
  const { installation } = await getConnection(deps.dashboard, call);
  if (installation.status === 'disconnected') {
    throw new AppError('disconnected', 'This account is not connected any more. Connect it again, then retry.');
  }
  const { objectType, objectId } = run;
  const requestedBy = { ...BY_DASHBOARD, ...(call.userId === null ? {} : { userId: call.userId }) } as const;
  return deps.requestEnrichment({
    installation,
    idempotencyKey,
    request: { objectType, objectId, mode: 'apply', refresh: true, companyId: null, requestedBy },
  });
}
