import { Router } from 'express';
import { bulkRequestSchema } from '../../../../../hubspot-project/contract/index.ts';
import type { BulkEstimate, BulkRun } from '../../../domain/bulk/bulk-run.ts';
import type { StartBulkInput } from '../../../use-cases/bulk/start-bulk.ts';
import type { SteerBulkInput } from '../../../use-cases/bulk/steer-bulk.ts';
import {
  type DashboardCall,
  type DashboardRouteDeps,
  dashboardRoute,
  getConnection,
  requireManager,
} from '../../dashboard-route.ts';
import { parseInput } from '../../parse-input.ts';
import { presentBulk } from '../bulk.ts';

/** What the routes of bulk runs need. */
export interface BulkRunRoutesDeps {
  readonly dashboard: DashboardRouteDeps;
  readonly listBulkRuns: (tenantId: string, limit: number) => Promise<readonly BulkRun[]>;
  readonly estimateBulk: (input: StartBulkInput) => Promise<BulkEstimate>;
  readonly startBulk: (input: StartBulkInput) => Promise<BulkRun>;
  readonly stopBulk: (input: SteerBulkInput) => Promise<BulkRun>;
  readonly resumeBulk: (input: SteerBulkInput) => Promise<BulkRun>;
  readonly undoBulk: (input: SteerBulkInput) => Promise<BulkRun>;
}

const LISTED_RUNS = 20;

/** The newest bulk runs, a new one with its estimate first, and steering. */
export function bulkRunRoutes(deps: BulkRunRoutesDeps): Router {
  const router = Router();
  router.get(
    '/bulk-runs',
    ...dashboardRoute(deps.dashboard, async ({ tenantId }, _request, response) => {
      const runs = tenantId === undefined ? [] : await deps.listBulkRuns(tenantId, LISTED_RUNS);
      response.json({ runs: runs.map(presentBulk) });
    }),
  );
  router.post(
    '/bulk-runs',
    ...dashboardRoute(deps.dashboard, async (call, _request, response) => {
      requireManager(call);
      const body = parseInput(bulkRequestSchema, call.body);
      const { installation } = await getConnection(deps.dashboard, call);
      const { objectType, objectIds, listId, idempotencyKey, cap = null, dryRun } = body;
      const selection: StartBulkInput['selection'] =
        objectIds !== undefined
          ? { kind: 'records', objectIds }
          : listId === undefined
            ? { kind: 'all' }
            : { kind: 'list', listId };
      const { userId } = call;
      const input = { installation, userId, objectType, selection, idempotencyKey, cap, isAdministrator: true };
      if (dryRun === true) {
        response.json({ estimate: await deps.estimateBulk(input) });
        return;
      }
      response.status(202).json({ run: presentBulk(await deps.startBulk(input)) });
    }),
  );
  const steer = (action: string, act: (input: SteerBulkInput) => Promise<BulkRun>) =>
    router.post(
      `/bulk-runs/:id/${action}`,
      ...dashboardRoute(deps.dashboard, async (call, request, response) => {
        requireManager(call);
        response.json({ run: presentBulk(await act(await inputOf(deps, call, request.params.id))) });
      }),
    );
  steer('stop', deps.stopBulk);
  steer('resume', deps.resumeBulk);
  steer('undo', deps.undoBulk);
  return router;
}

async function inputOf(deps: BulkRunRoutesDeps, call: DashboardCall, id: unknown): Promise<SteerBulkInput> {
  const { installation } = await getConnection(deps.dashboard, call);
  return { installation, userId: call.userId, bulkId: String(id), isAdministrator: true };
}
