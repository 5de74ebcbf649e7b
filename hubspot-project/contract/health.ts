import { z } from 'zod';

/** A property that an enrichment may write, and under which rule. */
export const mayWriteSchema = z.looseObject({
  target: z.string(),
  policy: z.enum(['fill_empty', 'overwrite']),
  respectHumanEdits: z.boolean(),
});

/** Answer of `GET /api/hubspot/health`: how the app stands in a portal. */
export const healthSchema = z.looseObject({
  connection: z.looseObject({
    status: z.enum(['connected', 'disconnected', 'error']),
    message: z.string().nullable(),
    portalId: z.number(),
    installedAt: z.string(),
  }),
  scopes: z.looseObject({ granted: z.array(z.string()), missing: z.array(z.string()) }),
  /** Names per object type; null with a reason when HubSpot could not be asked. */
  missingProperties: z.record(z.string(), z.array(z.string())).nullable(),
  missingPropertiesUnknownBecause: z.string().nullable(),
  /** `reminder` says what to do about an old or empty register. */
  register: z.looseObject({
    companies: z.number(),
    snapshotOn: z.string().nullable(),
    reminder: z.string().nullable(),
  }),
  queue: z.looseObject({ ok: z.boolean(), message: z.string().nullable() }),
  /** How calls stand with HubSpot's limits, e.g. `daily_limit` or `moving`; words and end are null while `normal`. */
  hubspotCalls: z
    .looseObject({ state: z.string(), message: z.string().nullable(), until: z.string().nullable() })
    .optional(),
  /** Where events are looked for that webhooks missed; `message` says why it is not HubSpot's journal. */
  webhookCatchUp: z.looseObject({ by: z.string(), message: z.string().nullable() }).optional(),
  /** The model today (UTC): `costUsd` is null when a price is not known, `limit` when there is none. */
  modelUsage: z.looseObject({
    day: z.string(),
    calls: z.number(),
    tokens: z.number(),
    limit: z.number().nullable(),
    costUsd: z.number().nullable(),
    pricesReadOn: z.string(),
  }),
  lastErrors: z.array(z.looseObject({ id: z.string(), at: z.string(), message: z.string().nullable() })),
  mayWrite: z.record(z.string(), z.array(mayWriteSchema)),
  mayCreate: z.array(z.looseObject({ what: z.enum(['tasks', 'deals', 'owners']), when: z.string() })),
  /** What is switched off for want of configuration, in words. */
  notes: z.array(z.string()),
});

/** Health as parsed. */
export type HealthWire = z.infer<typeof healthSchema>;
