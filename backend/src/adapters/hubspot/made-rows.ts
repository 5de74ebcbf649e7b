import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { type HubspotErrorBody, parseErrorBody } from './error-body.ts';
import { wireRecord } from './record-shape.ts';

/** What HubSpot answers to a batch that makes objects: the good rows, and beside them (207) the bad ones. */
export const madeRows = z.object({
  results: z.array(wireRecord.extend({ objectWriteTraceId: z.string().nullish() })),
  errors: z.array(z.unknown()).optional(),
});

const rowError = z.object({ context: z.object({ objectWriteTraceId: z.array(z.string()).optional() }).optional() });

/** The error of the row with this trace; undefined when none names it. */
export function findRowError(errors: readonly unknown[] | undefined, trace: string): HubspotErrorBody | undefined {
  const found = errors?.find((one) => rowError.safeParse(one).data?.context?.objectWriteTraceId?.includes(trace));
  return parseErrorBody(found);
}

/** Tells whether a row was refused because another object has its unique value. */
export function isTaken(body: HubspotErrorBody | undefined): boolean {
  return body?.category === 'CONFLICT' || body?.category === 'OBJECT_ALREADY_EXISTS';
}

/** A success that does not name what was made: it may have been. */
export function inDoubt(upstreamStatus?: number): AppError {
  const message = 'HubSpot did not say what it made. Try again in a moment.';
  const status = upstreamStatus === undefined ? {} : { upstreamStatus };
  return new AppError('upstream_unavailable', message, { mayHaveBeenApplied: true, ...status });
}
