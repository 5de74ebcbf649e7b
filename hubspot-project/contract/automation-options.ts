import { z } from 'zod';

/** Answer of `GET /api/hubspot/automation/options`: what an admin chooses from when setting up automation. */
export const automationOptionsSchema = z.looseObject({
  owners: z.array(z.looseObject({ id: z.string(), name: z.string(), email: z.string().nullable() })),
  pipelines: z.array(
    z.looseObject({
      id: z.string(),
      label: z.string(),
      /** `probability` 0–1; 1 is won, 0 lost. */
      stages: z.array(z.looseObject({ id: z.string(), label: z.string(), probability: z.number().nullable() })),
      /** Stage ids by our words; empty for a pipeline without an open stage. */
      proposedStages: z.record(z.string(), z.string()),
    }),
  ),
  /** IANA name; null until HubSpot told it. */
  timeZone: z.string().nullable(),
});

/** The options as parsed. */
export type AutomationOptionsWire = z.infer<typeof automationOptionsSchema>;
