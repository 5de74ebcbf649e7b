import { z } from 'zod';

/** How strict and how slow the sandbox is; every value can be changed while it runs. */
const bucketSchema = z.object({ max: z.number().int().positive(), intervalMs: z.number().positive() });

/** Milliseconds: always the same, or log-normal as answers over a network are. */
const latencySchema = z
  .union([
    z.number().nonnegative(),
    z
      .object({ medianMs: z.number().positive(), p99Ms: z.number().positive() })
      .refine(({ medianMs, p99Ms }) => p99Ms >= medianMs, 'p99Ms must not be below medianMs'),
  ])
  .default(0);

export const sandboxSettingsSchema = z.object({
  /** HubSpot: 110 calls in ten rolling seconds for an OAuth app in one account; 100 for a private app. */
  rateLimits: z
    .object({
      oauth: bucketSchema.default({ max: 110, intervalMs: 10_000 }),
      privateApp: bucketSchema.default({ max: 100, intervalMs: 10_000 }),
      /** Calls of a private app in a day of the account; HubSpot's smallest for paying accounts. OAuth apps have no such limit. */
      privateAppDaily: z.number().int().positive().default(625_000),
      search: bucketSchema.default({ max: 5, intervalMs: 1_000 }),
      associations: bucketSchema.default({ max: 100, intervalMs: 10_000 }),
      /** Not documented on a burst 429, so absent unless a run asks for it. */
      sendsRetryAfter: z.boolean().default(false),
    })
    .prefault({}),
  latency: z
    .object({
      readMs: latencySchema,
      writeMs: latencySchema,
      searchMs: latencySchema,
      tokenMs: latencySchema,
    })
    .prefault({}),
  /** Whether tasks may have a property with unique values. HubSpot does not say; what is not proven is off. */
  tasksTakeUniqueProperties: z.boolean().default(false),
  /** How far the search index is behind. HubSpot's takes seconds; tests choose. */
  searchLagMs: z.number().nonnegative().default(0),
  /** HubSpot documents that refresh tokens may rotate; so far they stay. */
  rotatesRefreshTokens: z.boolean().default(false),
  webhookDelayMs: z.number().nonnegative().default(50),
  /** HubSpot: up to ten tries in 24 hours; the sandbox waits these times instead. */
  webhookRetryDelaysMs: z.array(z.number().nonnegative()).default([500, 1_000, 2_000]),
  /** Webhooks are lost on their way, as when the app cannot be reached for longer than HubSpot tries. */
  losesWebhooks: z.boolean().default(false),
  /** Whether the app may use the webhooks journal at all. */
  permitsJournal: z.boolean().default(true),
  webhookTimeoutMs: z.number().positive().default(5_000),
});

/** How long the sandbox waits before it answers. */
export type Latency = z.infer<typeof latencySchema>;
export type SandboxSettings = z.infer<typeof sandboxSettingsSchema>;
export type SandboxSettingsInput = z.input<typeof sandboxSettingsSchema>;
