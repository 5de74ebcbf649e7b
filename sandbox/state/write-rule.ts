import { z } from 'zod';

/** A rule an admin has set on a portal; since 2026-09 HubSpot enforces these on writes through the API. */
export const writeRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('required-on-create'), objectType: z.string(), property: z.string() }),
  z.object({
    kind: z.literal('required-when'),
    objectType: z.string(),
    property: z.string(),
    when: z.object({ property: z.string(), values: z.array(z.string()) }),
  }),
]);

export type WriteRule = z.infer<typeof writeRuleSchema>;
