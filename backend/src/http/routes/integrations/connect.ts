import { Router } from 'express';
import type { z } from 'zod';
import { whyUnsupported } from '../../../domain/sync/sync-result.ts';
import type { Integration } from '../../../ports/integration-store.ts';
import type { ConnectCrmInput, ConnectedCrm } from '../../../use-cases/connect-crm.ts';
import type { AskedBy } from '../../../use-cases/disconnect-crm.ts';
import { showIntegration } from '../../integration-answers.ts';
import { sendFailure } from '../../integration-errors.ts';
import { getIntegration, type IntegrationRouteDeps, integrationRoute, requireAdmin } from '../../integration-route.ts';
import { connectionsQueryShape, connectRequestShape } from '../../integration-shapes.ts';
import { parseInput } from '../../parse-input.ts';

/** What the connection routes need. */
export interface ConnectRoutesDeps {
  readonly api: IntegrationRouteDeps;
  readonly connectCrm: (input: ConnectCrmInput) => Promise<ConnectedCrm>;
  readonly disconnectCrm: (integration: Integration, by: AskedBy) => Promise<unknown>;
}

/** Connections of the caller's organisation: connect or update, list, disconnect. */
export function connectRoutes(deps: ConnectRoutesDeps): Router {
  const router = Router();
  router.post(
    '/connect',
    ...integrationRoute(deps.api, async ({ caller, body }, _request, response) => {
      requireAdmin(caller);
      const { organizationId, userId } = caller;
      const input = connectInput(parseInput(connectRequestShape, body));
      const connected = await deps.connectCrm({ organizationId, userId, door: 'api', ...input });
      if (!connected.success) return sendFailure(response, connected);
      const message = 'CRM integration connected successfully';
      response.json({ success: true, integration: showIntegration(connected.integration), message });
    }),
  );
  router.get(
    '/connect',
    ...integrationRoute(deps.api, async ({ caller }, request, response) => {
      const unsupported = whyUnsupported(parseInput(connectionsQueryShape, request.query).crm_type);
      if (unsupported) return sendFailure(response, unsupported);
      const tenantId = await deps.api.findTenant(caller.organizationId);
      const integrations = tenantId === undefined ? [] : await deps.api.listIntegrations(tenantId);
      response.json({ integrations: integrations.map(showIntegration) });
    }),
  );
  router.delete(
    '/connect/:id',
    ...integrationRoute(deps.api, async ({ caller }, request, response) => {
      requireAdmin(caller);
      const integration = await getIntegration(deps.api, caller, String(request.params.id));
      await deps.disconnectCrm(integration, { callerId: caller.userId, door: 'api' });
      response.json({ success: true, message: 'CRM integration disconnected' });
    }),
  );
  return router;
}

function connectInput(
  body: z.output<typeof connectRequestShape>,
): Omit<ConnectCrmInput, 'organizationId' | 'userId' | 'door'> {
  const { crm_type: crmType, access_token: accessToken, refresh_token: refreshToken } = body;
  return {
    crmType,
    accessToken: accessToken.trim(),
    ...(refreshToken === undefined ? {} : { refreshToken: refreshToken.trim() }),
    flags: {
      ...(body.auto_enrich === undefined ? {} : { autoEnrich: body.auto_enrich }),
      ...(body.auto_score === undefined ? {} : { autoScore: body.auto_score }),
      ...(body.auto_assign === undefined ? {} : { autoAssign: body.auto_assign }),
      ...(body.auto_create_tasks === undefined ? {} : { autoCreateTasks: body.auto_create_tasks }),
    },
    sync: {
      ...(body.sync_direction === undefined ? {} : { direction: body.sync_direction }),
      ...(body.sync_frequency === undefined ? {} : { frequency: body.sync_frequency }),
    },
  };
}
