import { Router } from 'express';
import { z } from 'zod';
import { AppError } from '../../../domain/errors.ts';
import type { SyncErrorCode, SyncFailure } from '../../../domain/sync/sync-result.ts';
import type { Installation } from '../../../ports/installation-store.ts';
import type { Integration } from '../../../ports/integration-store.ts';
import type { ConnectCrmInput, ConnectedCrm } from '../../../use-cases/connect-crm.ts';
import type { ChangeConnectionInput } from '../../../use-cases/dashboard/change-connection.ts';
import type { AskedBy } from '../../../use-cases/disconnect-crm.ts';
import type { PortalHealth } from '../../../use-cases/view-health.ts';
import {
  type DashboardCall,
  type DashboardRouteDeps,
  dashboardRoute,
  getConnection,
  requireManager,
} from '../../dashboard-route.ts';
import { showIntegration } from '../../integration-answers.ts';
import { connectRequestShape } from '../../integration-shapes.ts';
import { parseInput } from '../../parse-input.ts';

/** What the connection routes need. */
export interface ConnectionRoutesDeps {
  readonly dashboard: DashboardRouteDeps;
  /** False: this server has no HubSpot app, and only tokens of private apps connect. */
  readonly hasOauth: boolean;
  readonly connectCrm: (input: ConnectCrmInput) => Promise<ConnectedCrm>;
  readonly disconnectCrm: (integration: Integration, by: AskedBy) => Promise<unknown>;
  readonly changeConnection: (input: ChangeConnectionInput) => Promise<Integration>;
  readonly viewHealth: (installation: Installation) => Promise<PortalHealth>;
}

const defaultsSchema = z.object({
  auto_enrich: z.boolean(),
  auto_score: z.boolean(),
  auto_assign: z.boolean(),
  auto_create_tasks: z.boolean(),
  sync_direction: z.enum(['bidirectional', 'to_crm', 'from_crm']),
  sync_frequency: z.enum(['realtime', 'hourly', 'daily', 'manual']),
});

/** Connections of the organisation: which, how they stand, a new one, the end of one. */
export function connectionRoutes(deps: ConnectionRoutesDeps): Router {
  const router = Router();
  router.get(
    '/connections',
    ...dashboardRoute(deps.dashboard, async ({ tenantId }, _request, response) => {
      const integrations = tenantId === undefined ? [] : await deps.dashboard.listIntegrations(tenantId);
      response.json({ connections: integrations.map(showIntegration), hasOauth: deps.hasOauth });
    }),
  );
  router.get(
    '/connections/:id/health',
    ...dashboardRoute(deps.dashboard, async (call, request, response) => {
      const { installation } = await getConnection(deps.dashboard, call, String(request.params.id));
      response.json(await deps.viewHealth(installation));
    }),
  );
  router.post(
    '/connections',
    ...dashboardRoute(deps.dashboard, async (call, _request, response) => {
      requireManager(call);
      response.json(await connect(deps, call));
    }),
  );
  router.put(
    '/connections/:id',
    ...dashboardRoute(deps.dashboard, async (call, request, response) => {
      requireManager(call);
      const chosen = parseInput(defaultsSchema, call.body);
      const integration = await getConnection(deps.dashboard, call, String(request.params.id));
      if (!integration.isActive) throw new AppError('disconnected', 'This account is not connected. Connect it first.');
      const changed = await deps.changeConnection({
        integration,
        userId: call.userId,
        callerId: call.session.userId,
        flags: {
          autoEnrich: chosen.auto_enrich,
          autoScore: chosen.auto_score,
          autoAssign: chosen.auto_assign,
          autoCreateTasks: chosen.auto_create_tasks,
        },
        sync: { direction: chosen.sync_direction, frequency: chosen.sync_frequency },
      });
      response.json({ connection: showIntegration(changed) });
    }),
  );
  router.delete(
    '/connections/:id',
    ...dashboardRoute(deps.dashboard, async (call, request, response) => {
      requireManager(call);
      const integration = await getConnection(deps.dashboard, call, String(request.params.id));
      await deps.disconnectCrm(integration, { callerId: call.session.userId, door: 'dashboard' });
      response.status(204).end();
    }),
  );
  return router;
}

/** The token is tried at HubSpot before anything is stored, and the properties are made; then the connection tells how it stands. */
async function connect(deps: ConnectionRoutesDeps, call: DashboardCall): Promise<object> {
  const input = parseInput(connectRequestShape, call.body);
  const { auto_enrich, auto_score, auto_assign, auto_create_tasks, sync_direction, sync_frequency } = input;
  const connected = await deps.connectCrm({
    organizationId: call.session.organizationId,
    userId: call.session.userId,
    door: 'dashboard',
    crmType: input.crm_type,
    accessToken: input.access_token.trim(),
    flags: {
      ...(auto_enrich === undefined ? {} : { autoEnrich: auto_enrich }),
      ...(auto_score === undefined ? {} : { autoScore: auto_score }),
      ...(auto_assign === undefined ? {} : { autoAssign: auto_assign }),
      ...(auto_create_tasks === undefined ? {} : { autoCreateTasks: auto_create_tasks }),
    },
    sync: {
      ...(sync_direction === undefined ? {} : { direction: sync_direction }),
      ...(sync_frequency === undefined ? {} : { frequency: sync_frequency }),
    },
  });
  if (!connected.success) throw whyNotConnected(connected);
  const { integration } = connected;
  return { connection: showIntegration(integration), health: await deps.viewHealth(integration.installation) };
}

const CODES: Readonly<Partial<Record<SyncErrorCode, AppError['code']>>> = {
  INVALID_CREDENTIALS: 'upstream_refused_token',
  UNSUPPORTED_CRM: 'invalid_input',
  CONFLICT: 'conflict',
  MISSING_SCOPES: 'upstream_missing_scopes',
  CRM_UNAVAILABLE: 'upstream_unavailable',
  CRM_REJECTED: 'upstream_rejected',
  RATE_LIMIT: 'rate_limited',
  not_configured: 'not_configured',
};

function whyNotConnected({ code, error }: SyncFailure): AppError {
  const refused =
    'HubSpot did not take this token. Copy it again from the private app (Settings → Integrations → Private Apps → Auth), whole.';
  return new AppError(CODES[code] ?? 'internal', code === 'INVALID_CREDENTIALS' ? refused : error);
}
