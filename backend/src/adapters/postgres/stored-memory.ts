import { z } from 'zod';
import type { RecordMemory } from '../../ports/enrichment-store.ts';

/** What we remember about a record, as `crm_entity_mappings.memory` holds it. */
export const storedMemory = z.object({
  companyNumber: z.string().nullable(),
  matchConfidence: z.number().nullable(),
  matchReasons: z.array(z.string()),
  acceptedBy: z.enum(['auto', 'person']).nullable(),
  identity: z
    .object({
      companyNumber: z.string().exactOptional(),
      domain: z.string().exactOptional(),
      websiteHost: z.string().exactOptional(),
      name: z.string().exactOptional(),
      town: z.string().exactOptional(),
      postcode: z.string().exactOptional(),
      country: z.string().exactOptional(),
    })
    .nullable(),
  identityCompanyId: z.string().nullable(),
  identityReadAt: z.string().nullable(),
  written: z.record(z.string(), z.string()),
  restored: z.record(z.string(), z.string()).exactOptional(),
  rejectedCompanyNumbers: z.array(z.string()).exactOptional(),
  inputHash: z.string().nullable(),
  lastEnrichedAt: z.string().nullable(),
}) satisfies z.ZodType<RecordMemory>;
