import { z } from 'zod';
import { bulkSchema } from './bulk.ts';

const objectType = z.enum(['contacts', 'companies', 'deals']);
const counts = z.object({ contacts: z.number(), companies: z.number(), deals: z.number() });

/** Answer of `GET /api/hubspot/overview`: an account's records in sum. */
export const overviewSchema = z.looseObject({
  /** Origin of the account's own HubSpot pages, to link records. */
  hubspotUrl: z.string(),
  /** Records in HubSpot; null with a reason when it could not be asked. */
  inHubspot: counts.nullable(),
  inHubspotUnknownBecause: z.string().nullable(),
  /** Each record once, by how its last run ended. */
  records: z.array(
    z.looseObject({
      objectType,
      status: z.enum(['completed', 'needs_review', 'no_match', 'insufficient_data', 'failed']),
      records: z.number(),
    }),
  ),
  /** Records by score, in bands of ten points; `from` 90 includes 100. */
  scores: z.array(z.looseObject({ objectType, from: z.number(), records: z.number() })),
  /** At most ten, each company once: the hot ones first, the highest score first. */
  leads: z.array(
    z.looseObject({
      objectType,
      objectId: z.string(),
      companyName: z.string(),
      score: z.number(),
      band: z.enum(['hot', 'warm', 'lukewarm', 'cold']),
      signal: z.string().nullable(),
      enrichedAt: z.string(),
    }),
  ),
  /** Records that are being enriched now. */
  running: z.number(),
  /** The newest twenty, the newest first. */
  bulkRuns: z.array(bulkSchema),
});

/** The overview as parsed. */
export type OverviewWire = z.infer<typeof overviewSchema>;
