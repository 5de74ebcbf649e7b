import { z } from 'zod';
import { settingsSchema } from './settings.ts';

/** Body of `POST /api/hubspot/settings/score-preview`: the rules as they stand on the page, not saved yet. */
export const scorePreviewRequestSchema = settingsSchema.pick({ scoring: true, icp: true });

const band = z.enum(['hot', 'warm', 'lukewarm', 'cold']).nullable();
const shown = z.looseObject({ total: z.number().nullable(), band });

/** Its answer: what the rules would do to the records that were enriched last. */
export const scorePreviewAnswerSchema = z.looseObject({
  /** Origin of the account's own HubSpot pages, to link records. */
  hubspotUrl: z.string(),
  preview: z.looseObject({
    /** Records looked at, 200 at most. */
    records: z.number(),
    up: z.number(),
    down: z.number(),
    /** No score now, one then. */
    gained: z.number(),
    /** A score now, none then. */
    lost: z.number(),
    /** From one band to another; null is no score. */
    moves: z.array(z.looseObject({ from: band, to: band, records: z.number() })),
    /** Those that move most, at most five. */
    largest: z.array(
      z.looseObject({
        objectType: z.enum(['contacts', 'companies', 'deals']),
        objectId: z.string(),
        companyName: z.string(),
        before: shown,
        after: shown,
      }),
    ),
    /** New criteria about technology, which only the next enrichment can judge. */
    unjudgedCriteria: z.number(),
  }),
});

/** Rules to try. */
export type ScorePreviewRequest = z.infer<typeof scorePreviewRequestSchema>;
/** What they would do. */
export type ScorePreviewAnswer = z.infer<typeof scorePreviewAnswerSchema>;
