import { z } from 'zod';

/** How a run stands; the five ends are honest outcomes. */
export const enrichmentStatusSchema = z.enum([
  'running',
  'completed',
  'needs_review',
  'no_match',
  'insufficient_data',
  'failed',
]);

/** A company as shown in matches and in the picker; `id` is the `companyId` of a request. */
export const companySchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  companyNumber: z.string().nullable(),
  domain: z.string().nullable(),
  status: z.string().nullable(),
});

/** A company that might be meant. `confidence` is 0–1. */
export const companyCandidateSchema = companySchema.extend({
  confidence: z.number(),
  reasons: z.array(z.string()),
  /** Of the registered office; older results lack them. */
  town: z.string().nullish(),
  postcode: z.string().nullish(),
});

const evidenceIds = z.array(z.string());

const factorSchema = z.looseObject({
  name: z.string(),
  label: z.string(),
  value: z.string(),
  points: z.number(),
  maxPoints: z.number(),
  reason: z.string(),
  evidence: evidenceIds,
  observedAt: z.string(),
});

const partSchema = z.looseObject({
  value: z.number().nullable(),
  coverage: z.number(),
  weight: z.number(),
  factors: z.array(factorSchema),
});

/** A score that explains itself; `total` and `band` are null below the coverage floor. */
export const scoreSchema = z.looseObject({
  total: z.number().int().nullable(),
  band: z.enum(['hot', 'warm', 'lukewarm', 'cold']).nullable(),
  coverage: z.number(),
  model: z.string(),
  parts: z.object({ financial: partSchema, growth: partSchema, engagement: partSchema, fit: partSchema }),
  gates: z.array(z.looseObject({ name: z.string(), cap: z.number() })),
  wouldChange: z.array(z.looseObject({ change: z.string(), deltaPoints: z.number() })),
  /** Day for which it holds; older results lack it and the digest of what it was computed from. */
  asOf: z.string().optional(),
  inputHash: z.string().optional(),
});

/** A dated buying signal that is alive (weight ≥ 0.05). */
export const signalSchema = z.looseObject({
  kind: z.string(),
  text: z.string(),
  strength: z.enum(['very_strong', 'strong', 'moderate', 'weak']),
  confidence: z.number(),
  polarity: z.enum(['positive', 'neutral', 'negative']),
  occurredAt: z.string(),
  weight: z.number(),
  evidence: evidenceIds,
});

/** One citable thing that a source told us. */
export const evidenceSchema = z.looseObject({
  id: z.string(),
  source: z.enum(['register', 'companies_house', 'website', 'oppspot', 'hubspot']),
  url: z.string().nullable(),
  title: z.string(),
  fetchedAt: z.string(),
  snippet: z.string(),
});

/** What was decided about one property and whether it reached HubSpot. */
export const propertyChangeSchema = z.looseObject({
  property: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  decision: z.enum(['write', 'keep']),
  reason: z.string(),
  written: z.boolean(),
});

const automatedObject = z
  .looseObject({ id: z.string(), created: z.boolean(), reason: z.string().optional() })
  .nullable();

/** The result of one run over one record. */
export const enrichmentSchema = z.looseObject({
  id: z.string(),
  objectType: z.enum(['contacts', 'companies', 'deals']),
  objectId: z.string(),
  status: enrichmentStatusSchema,
  mode: z.enum(['apply', 'preview']),
  requestedBy: z.looseObject({
    kind: z.enum(['card', 'bulk', 'workflow', 'webhook', 'schedule', 'api']),
    via: z.literal('dashboard').optional(),
    userId: z.number().optional(),
  }),
  createdAt: z.string(),
  completedAt: z.string().nullable(),
  match: z
    .looseObject({
      confidence: z.number(),
      reasons: z.array(z.string()),
      company: companySchema.nullable(),
      candidates: z.array(companyCandidateSchema),
    })
    .nullable(),
  summary: z.looseObject({ text: z.string(), source: z.enum(['ai', 'template']), evidence: evidenceIds }).nullable(),
  score: scoreSchema.nullable(),
  signals: z.array(signalSchema),
  nextActions: z.array(z.looseObject({ text: z.string(), reason: z.string(), dueInHours: z.number().nullable() })),
  /** What to say aloud, each with its evidence; absent in results of before there were any. */
  talkingPoints: z.array(z.looseObject({ text: z.string(), evidence: evidenceIds })).optional(),
  dealStage: z.enum(['prospect', 'lead', 'contacted', 'engaged', 'qualified']).nullable(),
  evidence: z.array(evidenceSchema),
  sources: z.array(
    z.looseObject({
      name: z.string(),
      status: z.enum(['used', 'cached', 'skipped', 'failed']),
      reason: z.string().nullable(),
      ms: z.number(),
    }),
  ),
  changes: z.array(propertyChangeSchema),
  automation: z.looseObject({
    task: automatedObject,
    deal: automatedObject,
    owner: automatedObject,
    held: z.array(z.string()),
    /** Of a preview: what an enrichment would make. */
    planned: z.array(z.string()).optional(),
  }),
  undo: z.looseObject({
    possibleUntil: z.string().nullable(),
    undoneAt: z.string().nullable(),
    /** What can still be undone once a part was; absent before: all that was written. */
    open: z.array(z.looseObject({ property: z.string() })).optional(),
  }),
  usage: z.looseObject({ hubspotCalls: z.number(), modelCalls: z.number(), modelTokens: z.number() }),
  durationMs: z.number().nullable(),
  error: z.looseObject({ code: z.string(), message: z.string(), retryAfterMs: z.number().optional() }).nullable(),
  /** What a running one waits for, e.g. `hubspot_limit`; absent while it works. */
  waitingFor: z.string().optional(),
});

/** The result as parsed. */
export type EnrichmentWire = z.infer<typeof enrichmentSchema>;
