import { z } from 'zod';
import type { Enrichment, RequestedBy, Summary } from '../../domain/enrichment/enrichment.ts';
import type { TalkingPoint } from '../../domain/enrichment/talking-point.ts';

const objectType = z.enum(['contacts', 'companies', 'deals']);
const source = z.enum(['register', 'companies_house', 'website', 'oppspot', 'hubspot']);
const evidenceIds = z.array(z.string());

const company = z.object({
  id: z.string(),
  name: z.string(),
  companyNumber: z.string().nullable(),
  domain: z.string().nullable(),
  status: z.string().nullable(),
});

const match = z.object({
  confidence: z.number(),
  reasons: z.array(z.string()),
  company: company.nullable(),
  candidates: z.array(
    company.extend({
      confidence: z.number(),
      reasons: z.array(z.string()),
      town: z.string().nullable().default(null),
      postcode: z.string().nullable().default(null),
    }),
  ),
});

const part = z.object({
  value: z.number().nullable(),
  coverage: z.number(),
  weight: z.number(),
  factors: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      value: z.string(),
      points: z.number(),
      maxPoints: z.number(),
      reason: z.string(),
      evidence: evidenceIds,
      observedAt: z.string(),
    }),
  ),
});

const score = z.object({
  total: z.number().nullable(),
  band: z.enum(['hot', 'warm', 'lukewarm', 'cold']).nullable(),
  coverage: z.number(),
  model: z.string(),
  parts: z.object({ financial: part, growth: part, engagement: part, fit: part }),
  gates: z.array(z.object({ name: z.string(), cap: z.number() })),
  wouldChange: z.array(z.object({ change: z.string(), deltaPoints: z.number() })),
  asOf: z.string().exactOptional(),
  inputHash: z.string().exactOptional(),
});

const signal = z.object({
  kind: z.string(),
  text: z.string(),
  strength: z.enum(['very_strong', 'strong', 'moderate', 'weak']),
  confidence: z.number(),
  polarity: z.enum(['positive', 'neutral', 'negative']),
  occurredAt: z.string(),
  weight: z.number(),
  evidence: evidenceIds,
});

const evidence = z.object({
  id: z.string(),
  source,
  url: z.string().nullable(),
  title: z.string(),
  fetchedAt: z.string(),
  snippet: z.string(),
});

/** A stored snapshot of one property. */
export const storedUndoStep = z.object({
  property: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  replaces: z.enum(['others', 'cleared_by_others']).exactOptional(),
});

const change = storedUndoStep.extend({
  decision: z.enum(['write', 'keep']),
  reason: z.string(),
  written: z.boolean(),
});

const automated = z.object({ id: z.string(), created: z.boolean(), reason: z.string().exactOptional() }).nullable();

const automation = z.object({
  task: automated,
  deal: automated,
  owner: automated,
  held: z.array(z.string()),
  planned: z.array(z.string()).exactOptional(),
});

/** A stored summary. */
export const storedSummary = z.object({
  text: z.string(),
  source: z.enum(['ai', 'template']),
  evidence: evidenceIds,
}) satisfies z.ZodType<Summary>;

/** A stored talking point. */
export const storedTalkingPoint = z.object({
  text: z.string(),
  evidence: evidenceIds,
}) satisfies z.ZodType<TalkingPoint>;

/** A stored requester. */
export const storedRequestedBy = z.object({
  kind: z.enum(['card', 'bulk', 'workflow', 'webhook', 'schedule', 'api']),
  via: z.literal('dashboard').exactOptional(),
  userId: z.number().exactOptional(),
}) satisfies z.ZodType<RequestedBy>;

/** An enrichment as its `result` column holds it: exactly the domain type, so that a column nobody wrote is an error here. */
export const storedEnrichment = z.object({
  id: z.string(),
  objectType,
  objectId: z.string(),
  status: z.enum(['running', 'completed', 'needs_review', 'no_match', 'insufficient_data', 'failed']),
  mode: z.enum(['apply', 'preview']),
  requestedBy: storedRequestedBy,
  createdAt: z.string(),
  completedAt: z.string().nullable(),
  match: match.nullable(),
  summary: storedSummary.nullable(),
  score: score.nullable(),
  signals: z.array(signal),
  nextActions: z.array(z.object({ text: z.string(), reason: z.string(), dueInHours: z.number().nullable() })),
  // Results of before there were talking points have none.
  talkingPoints: z.array(storedTalkingPoint).default([]),
  dealStage: z.enum(['prospect', 'lead', 'contacted', 'engaged', 'qualified']).nullable(),
  evidence: z.array(evidence),
  sources: z.array(
    z.object({
      name: source,
      status: z.enum(['used', 'cached', 'skipped', 'failed']),
      reason: z.string().nullable(),
      ms: z.number(),
    }),
  ),
  changes: z.array(change),
  automation,
  undo: z.object({
    possibleUntil: z.string().nullable(),
    undoneAt: z.string().nullable(),
    open: z.array(storedUndoStep).exactOptional(),
  }),
  usage: z.object({ hubspotCalls: z.number(), modelCalls: z.number(), modelTokens: z.number() }),
  durationMs: z.number().nullable(),
  error: z.object({ code: z.string(), message: z.string(), retryAfterMs: z.number().exactOptional() }).nullable(),
}) satisfies z.ZodType<Enrichment>;
