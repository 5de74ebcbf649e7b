import type { z } from 'zod';
import { AppError } from '../domain/errors.ts';

/** Reads a raw JSON body; throws `invalid_input` for what is no JSON object. An empty body is an empty object. */
export function parseJsonBody(rawBody: Buffer): unknown {
  if (rawBody.length === 0) return {};
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch (cause) {
    throw new AppError('invalid_input', 'The request body is not JSON.', {}, { cause });
  }
}

/** Checks untrusted input once; throws `invalid_input` naming every wrong member. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.') || '(body)',
    message: issue.message,
  }));
  const named = fields.map(({ field, message }) => `${field}: ${message}`).slice(0, 5);
  throw new AppError('invalid_input', `Please correct the request: ${named.join('; ')}.`, { fields });
}
