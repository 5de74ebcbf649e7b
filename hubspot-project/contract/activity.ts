import { z } from 'zod';
import { enrichmentStatusSchema } from './enrichment.ts';

/** One thing that the app did. */
export const activityItemSchema = z.looseObject({
  id: z.string(),
  at: z.string(),
  /** `enrichment`, `undo`, `forget`, `settings`, `install`, `disconnect`, `sync`, `repair`; a newer backend may know more. */
  kind: z.string(),
  status: z.enum(['success', 'failed', 'pending']),
  objectType: z.enum(['contacts', 'companies', 'deals']).nullable(),
  objectId: z.string().nullable(),
  enrichmentId: z.string().nullable(),
  enrichmentStatus: enrichmentStatusSchema.nullable(),
  requestedBy: z
    .looseObject({ kind: z.string(), via: z.string().optional(), userId: z.number().optional() })
    .nullable(),
  written: z.array(z.string()),
  kept: z.array(z.string()),
  message: z.string().nullable(),
  settingChanges: z.array(z.looseObject({ setting: z.string(), before: z.string(), after: z.string() })),
});

/** Answer of `GET /api/hubspot/activity`, newest first; `nextCursor` is null at the end. */
export const activityAnswerSchema = z.looseObject({
  items: z.array(activityItemSchema),
  nextCursor: z.string().nullable(),
});

/** One thing done, as parsed. */
export type ActivityItemWire = z.infer<typeof activityItemSchema>;
/** A page of activity. */
export type ActivityAnswer = z.infer<typeof activityAnswerSchema>;
