import { z } from 'zod';
import { writeRuleSchema } from '../state/write-rule.ts';

/**
 * The file format of a sandbox's contents. Records name each other by `key`, a word of the seed's own; HubSpot ids are
 * given out in the order of the file, so the same file always makes the same ids.
 */
const recordSchema = z.object({
  key: z.string(),
  properties: z.record(z.string(), z.string()),
  /** Keys of records to associate; the first company of a contact or deal becomes its primary one. */
  associations: z.array(z.string()).default([]),
  /** Days before the start of the sandbox; absent: now. */
  createdDaysAgo: z.number().nonnegative().optional(),
});

export const seedSchema = z.object({
  portals: z.array(
    z.object({
      id: z.number().int(),
      name: z.string(),
      timeZone: z.string().optional(),
      currency: z.string().optional(),
      accountType: z.enum(['STANDARD', 'DEVELOPER_TEST', 'SANDBOX', 'APP_DEVELOPER']).optional(),
      /** A token of a private app in this portal, with every scope unless it says otherwise. */
      privateApp: z.object({ token: z.string(), scopes: z.array(z.string()).optional() }).optional(),
      users: z
        .array(
          z.object({
            id: z.number().int(),
            email: z.string(),
            firstName: z.string(),
            lastName: z.string(),
            superAdmin: z.boolean().default(false),
          }),
        )
        .default([]),
      owners: z
        .array(
          z.object({
            id: z.string(),
            userId: z.number().int(),
            email: z.string(),
            firstName: z.string(),
            lastName: z.string(),
            archived: z.boolean().default(false),
          }),
        )
        .default([]),
      /** Added to HubSpot's default sales pipeline; one with the id `default` takes its place. */
      pipelines: z
        .array(
          z.object({
            id: z.string(),
            label: z.string(),
            stages: z.array(z.object({ id: z.string(), label: z.string(), probability: z.string() })),
          }),
        )
        .default([]),
      writeRules: z.array(writeRuleSchema).default([]),
      companies: z.array(recordSchema).default([]),
      contacts: z.array(recordSchema).default([]),
      deals: z.array(recordSchema).default([]),
      tasks: z.array(recordSchema).default([]),
      notes: z.array(recordSchema).default([]),
    }),
  ),
});

export type Seed = z.input<typeof seedSchema>;
export type SeedRecord = z.infer<typeof recordSchema>;
export type SeedPortal = z.infer<typeof seedSchema>['portals'][number];
