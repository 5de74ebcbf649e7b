import type { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { HubspotReply } from './transport.ts';

/** Reads a success into its type; throws `upstream_unavailable` when HubSpot sent something else than documented. */
export function parseReply<T>(schema: z.ZodType<T>, reply: HubspotReply): T {
  const parsed = schema.safeParse(reply.body);
  if (parsed.success) return parsed.data;
  const message = 'HubSpot answered in a form we do not know. Try again; if it stays, report the correlation id.';
  const { status, correlationId } = reply;
  const details = { upstreamStatus: status, ...(correlationId === null ? {} : { correlationId }) };
  throw new AppError('upstream_unavailable', message, details, { cause: parsed.error });
}
