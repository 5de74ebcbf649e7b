import { z } from 'zod';
import { objectIdSchema, objectTypeSchema } from './object-type.ts';

const selectionProblem = 'give exactly one of objectIds, listId and all';

/** Body of `POST /api/hubspot/bulk-enrichments`: chosen records, a list of HubSpot, or all of the type. */
export const bulkRequestSchema = z
  .object({
    objectType: objectTypeSchema,
    objectIds: z.array(objectIdSchema).min(1, 'must name a record').max(50_000, 'at most 50,000 at once').optional(),
    /** HubSpot's id of a list (ILS). */
    listId: z
      .string()
      .regex(/^\d{1,20}$/, 'must be the id of a list')
      .optional(),
    all: z.literal(true).optional(),
    /** Made by the caller, once per click. */
    idempotencyKey: z.string().min(1, 'must not be empty').max(200, 'must be at most 200 characters'),
    /** Records at most. */
    cap: z.number().int().min(1).max(100_000_000).optional(),
    /** Answers the estimate and starts nothing. */
    dryRun: z.boolean().optional(),
  })
  .refine(({ objectIds, listId, all }) => [objectIds, listId, all].filter((one) => one !== undefined).length === 1, {
    message: selectionProblem,
    path: ['objectIds'],
  });

/** What a run takes, or would take. */
export const bulkEstimateSchema = z.looseObject({
  records: z.number(),
  hubspotCalls: z.number(),
  modelCalls: z.number(),
  modelTokens: z.number(),
  seconds: z.number(),
});

/** A run as it stands; `done` is the sum of the six outcomes. */
export const bulkSchema = z.looseObject({
  id: z.string(),
  objectType: objectTypeSchema,
  status: z.enum(['queued', 'running', 'paused', 'stopped', 'completed', 'failed']),
  /** Why it is paused or failed, in words. */
  statusReason: z.string().nullable(),
  total: z.number(),
  done: z.number(),
  enriched: z.number(),
  unchanged: z.number(),
  needsReview: z.number(),
  noMatch: z.number(),
  insufficientData: z.number(),
  failed: z.number(),
  estimate: bulkEstimateSchema,
  usage: z.looseObject({ hubspotCalls: z.number(), modelCalls: z.number(), modelTokens: z.number() }),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  completedAt: z.string().nullable(),
  /** 0 when it has ended, null while nothing moves. */
  etaSeconds: z.number().nullable(),
  /** null while nobody asked for an undo. */
  undo: z
    .looseObject({
      status: z.enum(['running', 'paused', 'completed', 'failed']),
      /** Why it is paused (it goes on by itself) or failed; null otherwise. */
      reason: z.string().nullable(),
      restored: z.number(),
      kept: z.number(),
      failed: z.number(),
    })
    .nullable(),
});

/** Answer of the bulk routes. */
export const bulkAnswerSchema = z.looseObject({ bulk: bulkSchema });

/** Answer of `POST /api/hubspot/bulk-enrichments` with `dryRun`. */
export const bulkDryRunAnswerSchema = z.looseObject({
  bulk: z.looseObject({ id: z.null(), total: z.number(), estimate: bulkEstimateSchema }),
});

/** What a request for a run says. */
export type BulkRequest = z.infer<typeof bulkRequestSchema>;
/** What the bulk routes answer. */
export type BulkAnswer = z.infer<typeof bulkAnswerSchema>;
/** What a dry run answers. */
export type BulkDryRunAnswer = z.infer<typeof bulkDryRunAnswerSchema>;
