import { z } from 'zod';

const value = z.number().nullable();

/** What a company scored on one day, seen from one record; null is unknown. */
export const scoreHistoryEntrySchema = z.looseObject({
  companyNumber: z.string(),
  objectType: z.enum(['contacts', 'companies', 'deals']),
  objectId: z.string(),
  asOf: z.string(),
  total: value,
  coverage: z.number(),
  model: z.string(),
  parts: z.object({ financial: value, growth: value, engagement: value, fit: value }),
  inputHash: z.string().nullable(),
});

/** An entry as parsed. */
export type ScoreHistoryEntryWire = z.infer<typeof scoreHistoryEntrySchema>;
