import { type Response, Router } from 'express';
import { z } from 'zod';
import { bulkRequestSchema } from '../../../../hubspot-project/contract/index.ts';
import {
  type BulkEstimate,
  type BulkRun,
  type BulkSelection,
  doneOf,
  etaSecondsOf,
} from '../../domain/bulk/bulk-run.ts';
import { AppError } from '../../domain/errors.ts';
import type { BulkResultRow } from '../../ports/bulk-store.ts';
import type { StartBulkInput } from '../../use-cases/bulk/start-bulk.ts';
import type { SteerBulkInput } from '../../use-cases/bulk/steer-bulk.ts';
import { parseInput, parseJsonBody } from '../parse-input.ts';
import { type PortalCall, type PortalRouteDeps, portalRoute, requireConnected } from '../portal-route.ts';

/** What the bulk routes need. */
export interface BulkRoutesDeps {
  readonly portal: PortalRouteDeps;
  readonly estimateBulk: (input: StartBulkInput) => Promise<BulkEstimate>;
  readonly startBulk: (input: StartBulkInput) => Promise<BulkRun>;
  readonly viewBulk: (input: SteerBulkInput) => Promise<BulkRun>;
  readonly stopBulk: (input: SteerBulkInput) => Promise<BulkRun>;
  readonly resumeBulk: (input: SteerBulkInput) => Promise<BulkRun>;
  readonly undoBulk: (input: SteerBulkInput) => Promise<BulkRun>;
  readonly listResults: (
    organizationId: string,
    bulkId: string,
    afterPosition: number,
    limit: number,
  ) => Promise<readonly BulkResultRow[]>;
}

const BULK = '/bulk-enrichments';

/** Starting, watching, steering and reading bulk runs. */
export function bulkRoutes(deps: BulkRoutesDeps): Router {
  const router = Router();
  router.post(
    BULK,
    ...portalRoute(deps.portal, async (call, _request, response) => {
      const body = parseInput(bulkRequestSchema, parseJsonBody(call.rawBody));
      requireConnected(call.installation);
      const input: StartBulkInput = {
        installation: call.installation,
        userId: call.userId,
        objectType: body.objectType,
        selection: selectionOf(body),
        idempotencyKey: body.idempotencyKey,
        cap: body.cap ?? null,
      };
      if (body.dryRun === true) {
        const estimate = await deps.estimateBulk(input);
        response.json({ bulk: { id: null, total: estimate.records, estimate } });
        return;
      }
      response.status(202).json({ bulk: presentBulk(await deps.startBulk(input)) });
    }),
  );
  const steer = (method: 'get' | 'post', path: string, act: (input: SteerBulkInput) => Promise<BulkRun>) =>
    router[method](
      `${BULK}/:id${path}`,
      ...portalRoute(deps.portal, async (call, request, response) => {
        const input = inputOf(call, request.params.id);
        if (path === '/resume' || path === '/undo') requireConnected(call.installation);
        response.json({ bulk: presentBulk(await act(input)) });
      }),
    );
  steer('get', '', deps.viewBulk);
  steer('post', '/stop', deps.stopBulk);
  steer('post', '/resume', deps.resumeBulk);
  steer('post', '/undo', deps.undoBulk);
  router.get(
    `${BULK}/:id/results.csv`,
    ...portalRoute(deps.portal, async (call, request, response) => {
      const run = await deps.viewBulk(inputOf(call, request.params.id));
      await sendResults(deps, call.installation.organizationId, run, response);
    }),
  );
  return router;
}

const bulkIdSchema = z.uuid();

function inputOf({ installation, userId }: PortalCall, id: unknown): SteerBulkInput {
  const bulkId = bulkIdSchema.safeParse(id);
  if (!bulkId.success) throw new AppError('not_found', 'There is no such bulk run in this HubSpot account.');
  return { installation, userId, bulkId: bulkId.data };
}

function selectionOf({
  objectIds,
  listId,
}: {
  objectIds?: readonly string[] | undefined;
  listId?: string | undefined;
}): BulkSelection {
  if (objectIds !== undefined) return { kind: 'records', objectIds };
  return listId === undefined ? { kind: 'all' } : { kind: 'list', listId };
}

/** A run as the contract shows it. */
export function presentBulk(run: BulkRun): object {
  const { outcomes, activeMs: _, ...rest } = run;
  return { ...rest, ...outcomes, done: doneOf(run), etaSeconds: etaSecondsOf(run) };
}

const PAGE = 1_000;

/** Page after page, so that a run of any size takes the same memory. */
async function sendResults(
  deps: BulkRoutesDeps,
  organizationId: string,
  run: BulkRun,
  response: Response,
): Promise<void> {
  response.setHeader('Content-Type', 'text/csv; charset=utf-8');
  response.setHeader('Content-Disposition', `attachment; filename="enrichment-${run.id}.csv"`);
  response.write('objectType,objectId,outcome,reason,enrichmentId,undo\r\n');
  let position = 0;
  for (;;) {
    const rows = await deps.listResults(organizationId, run.id, position, PAGE);
    const lines = rows.map((row) =>
      [run.objectType, row.objectId, row.outcome ?? 'open', row.reason ?? '', row.enrichmentId ?? '', row.undo ?? '']
        .map(cellOf)
        .join(','),
    );
    if (lines.length > 0) response.write(`${lines.join('\r\n')}\r\n`);
    position = rows.at(-1)?.position ?? position;
    if (rows.length < PAGE) break;
  }
  response.end();
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe. */
function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
