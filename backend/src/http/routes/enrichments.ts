import { Router } from 'express';
import { z } from 'zod';
import {
  chosenPropertiesSchema,
  companiesQuerySchema,
  enrichRequestSchema,
  feedbackRequestSchema,
  objectIdSchema,
  objectTypeSchema,
} from '../../../../hubspot-project/contract/index.ts';
import type { CompanyCandidate } from '../../domain/company/company.ts';
import type { Enrichment } from '../../domain/enrichment/enrichment.ts';
import type { Feedback } from '../../domain/enrichment/feedback.ts';
import { AppError } from '../../domain/errors.ts';
import type { ScoreHistoryEntry } from '../../domain/scoring/score-history.ts';
import type { Installation } from '../../ports/installation-store.ts';
import type { AmendEnrichmentInput } from '../../use-cases/amend-enrichment.ts';
import type { FindCompaniesInput } from '../../use-cases/find-companies.ts';
import type { ForgetMatchInput } from '../../use-cases/forget-match.ts';
import type { GiveFeedbackInput } from '../../use-cases/give-feedback.ts';
import type { RequestEnrichmentInput, RequestOfSeenInput } from '../../use-cases/request-enrichment.ts';
import type { RecordView, ViewRecordInput } from '../../use-cases/view-record.ts';
import { parseInput, parseJsonBody } from '../parse-input.ts';
import { type PortalRouteDeps, portalBegin, portalRead, portalRoute, requireConnected } from '../portal-route.ts';

/** What the card's routes need. */
export interface EnrichmentRoutesDeps {
  readonly portal: PortalRouteDeps;
  readonly viewRecord: (input: ViewRecordInput) => Promise<RecordView>;
  readonly requestEnrichment: (input: RequestEnrichmentInput) => Promise<Enrichment>;
  /** undefined: nothing was begun, ask `requestEnrichment` with the installation as it is. */
  readonly requestEnrichmentOfSeen: (input: RequestOfSeenInput) => Promise<Enrichment | undefined>;
  readonly findEnrichment: (organizationId: string, enrichmentId: string) => Promise<Enrichment | undefined>;
  readonly applyEnrichment: (input: AmendEnrichmentInput) => Promise<Enrichment>;
  readonly undoEnrichment: (input: AmendEnrichmentInput) => Promise<Enrichment>;
  readonly forgetMatch: (input: ForgetMatchInput) => Promise<Enrichment>;
  readonly giveFeedback: (input: GiveFeedbackInput) => Promise<readonly Feedback[]>;
  readonly findCompanies: (input: FindCompaniesInput) => Promise<readonly CompanyCandidate[]>;
  readonly findScores: (organizationId: string, companyNumber: string) => Promise<readonly ScoreHistoryEntry[]>;
}

const recordParams = z.object({ objectType: objectTypeSchema, objectId: objectIdSchema });
const companyParams = z.object({
  companyNumber: z
    .string()
    .toUpperCase()
    .regex(/^[A-Z0-9]{1,8}$/, 'must be a company number (up to 8 letters and digits)'),
});
const enrichmentIdSchema = z.uuid();

/** The routes of the card: a record's state, a run, the company picker. */
export function enrichmentRoutes(deps: EnrichmentRoutesDeps): Router {
  const router = Router();
  router.get(
    '/records/:objectType/:objectId',
    ...portalRead(deps.portal, async ({ installation, userId }, request) => {
      const record = parseInput(recordParams, request.params);
      return deps.viewRecord({ installation, userId, ...record });
    }),
  );
  router.post(
    '/enrichments',
    ...portalBegin<Enrichment>(deps.portal, {
      // What is wrong with a body is only for a portal that has the app: `handle` tells it.
      begin: async ({ seen, userId, rawBody }) => {
        const body = readQuietly(rawBody);
        return body && deps.requestEnrichmentOfSeen({ seen, ...wantedRun(body, userId) });
      },
      handle: async ({ installation, userId, rawBody }) => {
        const body = parseInput(enrichRequestSchema, parseJsonBody(rawBody));
        requireConnected(installation);
        return deps.requestEnrichment({ installation, ...wantedRun(body, userId) });
      },
      answer: (enrichment, response) => {
        response.status(enrichment.status === 'running' ? 202 : 200).json({ enrichment });
      },
    }),
  );
  router.get(
    '/enrichments/:id',
    ...portalRoute(deps.portal, async ({ installation }, request, response) => {
      response.json({ enrichment: await getEnrichment(deps, installation, request.params.id) });
    }),
  );
  addAmendRoutes(router, deps);
  addJudgementRoutes(router, deps);
  router.get(
    '/companies',
    ...portalRoute(deps.portal, async ({ installation }, request, response) => {
      const { query, objectType, objectId } = parseInput(companiesQuerySchema, request.query);
      const record = objectType && objectId ? { objectType, objectId } : null;
      response.json({ companies: await deps.findCompanies({ installation, query: query ?? '', record }) });
    }),
  );
  router.get(
    '/companies/:companyNumber/scores',
    ...portalRoute(deps.portal, async ({ installation }, request, response) => {
      const { companyNumber } = parseInput(companyParams, request.params);
      response.json({ history: await deps.findScores(installation.organizationId, companyNumber) });
    }),
  );
  return router;
}

function readQuietly(rawBody: Buffer): z.output<typeof enrichRequestSchema> | undefined {
  try {
    return parseInput(enrichRequestSchema, parseJsonBody(rawBody));
  } catch {
    return undefined;
  }
}

function wantedRun(body: z.output<typeof enrichRequestSchema>, userId: number | null) {
  return {
    idempotencyKey: body.idempotencyKey,
    request: {
      objectType: body.objectType,
      objectId: body.objectId,
      mode: body.mode ?? 'apply',
      refresh: body.refresh ?? false,
      companyId: body.companyId ?? null,
      requestedBy: { kind: 'card', ...(userId === null ? {} : { userId }) },
    },
  } as const;
}

/** What can be done to a run that has ended. */
function addAmendRoutes(router: Router, deps: EnrichmentRoutesDeps): void {
  for (const [action, amend] of [
    ['apply', deps.applyEnrichment],
    ['undo', deps.undoEnrichment],
  ] as const) {
    router.post(
      `/enrichments/:id/${action}`,
      ...portalRoute(deps.portal, async ({ installation, userId, rawBody }, request, response) => {
        const { properties } = parseInput(chosenPropertiesSchema, parseJsonBody(rawBody));
        requireConnected(installation);
        const { id: enrichmentId } = await getEnrichment(deps, installation, request.params.id);
        response.json({ enrichment: await amend({ installation, enrichmentId, userId, properties }) });
      }),
    );
  }
}

/** What a person says of a result: that its company is the wrong one, or that something of it is not useful. */
function addJudgementRoutes(router: Router, deps: EnrichmentRoutesDeps): void {
  router.post(
    '/records/:objectType/:objectId/forget-match',
    ...portalRoute(deps.portal, async ({ installation, userId }, request, response) => {
      const record = parseInput(recordParams, request.params);
      requireConnected(installation);
      const enrichment = await deps.forgetMatch({ installation, userId, ...record });
      response.status(enrichment.status === 'running' ? 202 : 200).json({ enrichment });
    }),
  );
  router.post(
    '/enrichments/:id/feedback',
    ...portalRoute(deps.portal, async ({ installation, userId, rawBody }, request, response) => {
      const { isUseful, ...subject } = parseInput(feedbackRequestSchema, parseJsonBody(rawBody));
      const enrichment = await getEnrichment(deps, installation, request.params.id);
      response.json({ feedback: await deps.giveFeedback({ installation, userId, enrichment, subject, isUseful }) });
    }),
  );
}

async function getEnrichment(deps: EnrichmentRoutesDeps, installation: Installation, id: unknown): Promise<Enrichment> {
  const enrichmentId = enrichmentIdSchema.safeParse(id);
  const found = enrichmentId.success
    ? await deps.findEnrichment(installation.organizationId, enrichmentId.data)
    : undefined;
  if (!found) throw new AppError('not_found', 'There is no such enrichment in this HubSpot account.');
  return found;
}
