import type { z } from 'zod';
import { AppError } from '../domain/errors.ts';

/** Names the body where no member of it is meant. */
const WHOLE_BODY = '(body)';

// With the u flag only a surrogate that stands alone matches.
const HALF_PAIR = /\p{Surrogate}/u;

/** The text of a JSON body; a byte order mark before it is passed over, as RFC 8259 (8.1) allows and Express does. */
export function jsonTextOf(rawBody: Buffer): string {
  return new TextDecoder().decode(rawBody);
}

/**
 * Reads a raw JSON body. An empty body is an empty object.
 *
 * Throws `invalid_input` for what is no JSON, and for text that PostgreSQL cannot keep: a NUL, half a surrogate pair.
 */
export function parseJsonBody(rawBody: Buffer): unknown {
  if (rawBody.length === 0) return {};
  let isStorable = true;
  const look = (_name: string, value: unknown) => {
    if (typeof value === 'string' && (value.includes('\0') || HALF_PAIR.test(value))) isStorable = false;
    return value;
  };
  const body = parseJson(jsonTextOf(rawBody), look);
  if (isStorable) return body;
  throw invalidBody('The request body has a text with a character that cannot be stored.');
}

function parseJson(text: string, look: (name: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, look);
  } catch (cause) {
    throw invalidBody('The request body is not JSON.', cause);
  }
}

/** The body as a whole is wrong, so that it is the field to correct. */
function invalidBody(message: string, cause?: unknown): AppError {
  return new AppError('invalid_input', message, { fields: [{ field: WHOLE_BODY, message }] }, { cause });
}

/** Checks untrusted input once; throws `invalid_input` naming every wrong member. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input, { error: inPlainWords });
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.') || WHOLE_BODY,
    message: issue.message,
  }));
  const named = fields.map(({ field, message }) => `${field}: ${message}`).slice(0, 5);
  throw new AppError('invalid_input', `Please correct the request: ${named.join('; ')}.`, { fields });
}

/** What to do about a member that is wrong, where its schema has no words of its own. */
function inPlainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, issue.input);
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`;
    case 'unrecognized_keys':
      return `does not take ${issue.keys.join(', ')}`;
    case 'too_small':
      return beyond(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return beyond(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    default:
      return undefined;
  }
}

function wrongType(expected: string, input: unknown): string {
  const wanted = /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
  return input === undefined ? `is missing; give ${wanted}` : `must be ${wanted}`;
}

function beyond(origin: string, comparison: string, bound: number | bigint): string {
  if (origin === 'string') return `must have ${comparison} ${bound} characters`;
  return origin === 'array' ? `must have ${comparison} ${bound} entries` : `must be ${comparison} ${bound}`;
}
