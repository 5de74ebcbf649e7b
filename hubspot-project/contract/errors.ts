import { z } from 'zod';

/** Body of every error of `/api/hubspot/*`. `message` says what to do; `requestId` is for support. */
export const errorBodySchema = z.looseObject({
  error: z.looseObject({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    details: z.unknown().optional(),
  }),
});

/** The error body as parsed. */
export type ErrorBody = z.infer<typeof errorBodySchema>;
