import { z } from 'zod';
import { companyCandidateSchema, enrichmentSchema } from './enrichment.ts';
import { objectIdSchema, objectTypeSchema } from './object-type.ts';
import { scoreHistoryEntrySchema } from './score-history.ts';

/** Body of `POST /api/hubspot/enrichments`. */
export const enrichRequestSchema = z.object({
  objectType: objectTypeSchema,
  objectId: objectIdSchema,
  /** Made by the caller, once per click: HubSpot may send a request twice. */
  idempotencyKey: z.string().min(1, 'must not be empty').max(200, 'must be at most 200 characters'),
  mode: z.enum(['apply', 'preview']).optional(),
  refresh: z.boolean().optional(),
  companyId: z.string().min(1).max(64, 'must be at most 64 characters').optional(),
});

/** Body of `POST …/enrichments/{id}/apply` and `/undo`. */
export const chosenPropertiesSchema = z.object({ properties: z.array(z.string().min(1)).max(500).optional() });

/** Body of `POST …/enrichments/{id}/feedback`: what a person calls not useful, or no longer (`isUseful: true`). */
export const feedbackRequestSchema = z.discriminatedUnion('about', [
  z.object({ about: z.literal('score'), isUseful: z.boolean() }),
  z.object({
    about: z.literal('signal'),
    /** Of the signal, as the enrichment has them. */
    kind: z.string().regex(/^\S{1,100}$/, 'must be the kind of a signal'),
    occurredAt: z.string().regex(/^\S{1,40}$/, 'must be the day of a signal'),
    isUseful: z.boolean(),
  }),
]);

/** That a person called a score or a signal not useful. */
export const feedbackSchema = z.looseObject({
  about: z.enum(['score', 'signal']),
  kind: z.string().nullable(),
  occurredAt: z.string().nullable(),
  userId: z.number().nullable(),
  at: z.string(),
});

/** Answer of the feedback route: all of the record's. */
export const feedbackAnswerSchema = z.looseObject({ feedback: z.array(feedbackSchema) });

/** Query of `GET /api/hubspot/companies`. */
export const companiesQuerySchema = z.object({
  query: z
    .string()
    .trim()
    .max(200)
    // PostgreSQL keeps no NUL in a text.
    .refine((query) => !query.includes('\0'), 'has a character that no name holds')
    .optional(),
  objectType: objectTypeSchema.optional(),
  objectId: objectIdSchema.optional(),
});

/** Answer of `GET /api/hubspot/records/{objectType}/{objectId}`. */
export const recordAnswerSchema = z.looseObject({
  enrichment: enrichmentSchema.nullable(),
  /** The newest first, the present score among it; a backend of before 2026-11-23 sends none. */
  history: z.array(scoreHistoryEntrySchema).default([]),
  /** What people called not useful on this record. */
  feedback: z.array(feedbackSchema).default([]),
  settings: z.looseObject({
    /** An ICP would raise coverage when this is 0. */
    icpCriteria: z.number(),
    coverageFloor: z.number(),
    autoAcceptConfidence: z.number(),
    weights: z.object({ financial: z.number(), growth: z.number(), engagement: z.number(), fit: z.number() }),
    isAdmin: z.boolean(),
  }),
  connection: z.looseObject({ status: z.enum(['connected', 'disconnected', 'error']) }),
});

/** Answer of the enrichment routes; a running one has only `id` and `status` for sure. */
export const enrichmentAnswerSchema = z.looseObject({
  enrichment: z.union([
    enrichmentSchema,
    z.looseObject({ id: z.string(), status: z.literal('running'), waitingFor: z.string().optional() }),
  ]),
});

/** Answer of `GET /api/hubspot/companies`. */
export const companiesAnswerSchema = z.looseObject({ companies: z.array(companyCandidateSchema) });

/** Answer of `GET /api/hubspot/companies/{companyNumber}/scores`. */
export const companyScoresAnswerSchema = z.looseObject({ history: z.array(scoreHistoryEntrySchema) });

/** What the card gets about a record. */
export type RecordAnswer = z.infer<typeof recordAnswerSchema>;
/** What a request to enrich says. */
export type EnrichRequest = z.infer<typeof enrichRequestSchema>;
/** What the enrichment routes answer. */
export type EnrichmentAnswer = z.infer<typeof enrichmentAnswerSchema>;
/** What the company picker gets. */
export type CompaniesAnswer = z.infer<typeof companiesAnswerSchema>;
/** What a person says of a score or a signal. */
export type FeedbackRequest = z.infer<typeof feedbackRequestSchema>;
/** What is called not useful on a record. */
export type FeedbackAnswer = z.infer<typeof feedbackAnswerSchema>;
