import { type Request, type Response, Router } from 'express';
import { AppError } from '../../../domain/errors.ts';
import { type SyncResult, whyUnsupported } from '../../../domain/sync/sync-result.ts';
import { sha256Hex } from '../../../lib/random-token.ts';
import type { Integration } from '../../../ports/integration-store.ts';
import type { GivenAnswer, KeyedRequest } from '../../../ports/request-memory.ts';
import type { ListSyncLogsInput, SyncLogPage } from '../../../ports/synced-record-store.ts';
import type { SyncBatchInput } from '../../../use-cases/sync-batch.ts';
import type { SyncCompanyInput } from '../../../use-cases/sync-company.ts';
import type { SyncContactInput } from '../../../use-cases/sync-contact.ts';
import { showLog } from '../../integration-answers.ts';
import { failureBody, sendFailure, setRetryAfter, statusOf } from '../../integration-errors.ts';
import {
  getActiveIntegration,
  getIntegration,
  type IntegrationRouteDeps,
  integrationRoute,
} from '../../integration-route.ts';
import {
  batchEnvelopeShape,
  batchOptionsShape,
  companyShape,
  contactShape,
  logsQueryShape,
  syncRequestShape,
} from '../../integration-shapes.ts';
import { parseInput } from '../../parse-input.ts';
import { requestIdOf } from '../../request-id.ts';
import { syncEach } from '../../sync-each.ts';

/** What the sync routes need. */
export interface SyncRoutesDeps {
  readonly api: IntegrationRouteDeps;
  readonly syncContact: (input: SyncContactInput) => Promise<SyncResult>;
  readonly syncCompany: (input: SyncCompanyInput) => Promise<SyncResult>;
  readonly syncBatch: (input: SyncBatchInput) => Promise<readonly SyncResult[]>;
  readonly listLogs: (input: ListSyncLogsInput) => Promise<SyncLogPage>;
  readonly answerOnce: (request: KeyedRequest, work: () => Promise<GivenAnswer>) => Promise<GivenAnswer>;
}

/** Syncing, and what was synced. */
export function syncRoutes(deps: SyncRoutesDeps): Router {
  const router = Router();
  router.post(
    '/sync',
    ...integrationRoute(deps.api, async ({ caller, body }, request, response) => {
      const input = parseInput(syncRequestShape, body);
      const unsupported = whyUnsupported(input.crm_type);
      if (unsupported) return sendFailure(response, unsupported);
      const integration = await getActiveIntegration(deps.api, caller, input.integration_id);
      const { options = {} } = input;
      await answer(deps, { integration, request, response, body }, async () => {
        const result =
          input.entity_type === 'contact'
            ? await deps.syncContact({ integration, contact: input.contact, options })
            : await deps.syncCompany({ integration, company: input.company, options });
        return answerOf(result, response);
      });
    }),
  );
  addBatchRoute(router, deps);
  addLogRoute(router, deps);
  return router;
}

function addBatchRoute(router: Router, deps: SyncRoutesDeps): void {
  router.post(
    '/sync/batch',
    ...integrationRoute(deps.api, async ({ caller, body }, request, response) => {
      const input = parseInput(batchEnvelopeShape, body);
      const unsupported = whyUnsupported(input.crm_type);
      if (unsupported) return sendFailure(response, unsupported);
      const integration = await getActiveIntegration(deps.api, caller, input.integration_id);
      const options = parseInput(batchOptionsShape, input.options ?? {});
      await answer(deps, { integration, request, response, body }, async () => {
        const results =
          input.entity_type === 'contact'
            ? await syncEach({ name: 'contacts', shape: contactShape, records: input.contacts }, (contacts) =>
                deps.syncBatch({ integration, options, entityType: 'contact', contacts }),
              )
            : await syncEach({ name: 'companies', shape: companyShape, records: input.companies }, (companies) =>
                deps.syncBatch({ integration, options, entityType: 'company', companies }),
              );
        const success = results.every((result) => result.success);
        return { status: success ? 200 : 207, body: { success, results: results.map(showResult) } };
      });
    }),
  );
}

function addLogRoute(router: Router, deps: SyncRoutesDeps): void {
  router.get(
    '/sync',
    ...integrationRoute(deps.api, async ({ caller }, request, response) => {
      const query = parseInput(logsQueryShape, request.query);
      const { integration_id: id, status = null, cursor = null, limit } = query;
      const unsupported = whyUnsupported(query.crm_type);
      if (unsupported) return sendFailure(response, unsupported);
      const tenantId = await deps.api.findTenant(caller.organizationId);
      const named = id === undefined ? undefined : await getIntegration(deps.api, caller, id);
      if (tenantId === undefined) {
        response.json({ logs: [], nextCursor: null });
        return;
      }
      const integrationId = named?.installation.integrationId ?? null;
      const { logs, nextCursor } = await deps.listLogs({ tenantId, integrationId, status, cursor, limit });
      response.json({ logs: logs.map(showLog), nextCursor });
    }),
  );
}

const KEY = /^[\x21-\x7e]{1,200}$/;

/** With an `Idempotency-Key` the work is done once, and its answer is the answer of every repetition. */
async function answer(
  deps: SyncRoutesDeps,
  call: {
    readonly integration: Integration;
    readonly request: Request;
    readonly response: Response;
    readonly body: unknown;
  },
  work: () => Promise<GivenAnswer>,
): Promise<void> {
  const { integration, request, response } = call;
  const key = request.get('Idempotency-Key');
  if (key !== undefined && !KEY.test(key)) {
    throw new AppError('invalid_input', 'Idempotency-Key must be 1 to 200 visible ASCII characters.');
  }
  const tenantId = integration.installation.organizationId;
  const requestHash = sha256Hex(`${request.method} ${request.baseUrl}${request.path} ${JSON.stringify(call.body)}`);
  const given = key === undefined ? await work() : await deps.answerOnce({ tenantId, key, requestHash }, work);
  response.status(given.status).json(given.body);
}

function answerOf(result: SyncResult, response: Response): GivenAnswer {
  if (result.success) return { status: 200, body: result };
  const status = statusOf(result);
  setRetryAfter(response, status, result.retryAfterMs);
  return { status, body: failureBody(result, requestIdOf(response)) };
}

function showResult(result: SyncResult): object {
  if (result.success) return result;
  const { success, error, code } = result;
  return { success, error, code };
}
