import { z } from 'zod';
import type { RefusedProperty } from '../../domain/errors.ts';

/**
 * HubSpot's error body, every member optional as its documentation asks ("should all be treated as optional in any
 * error parsing"). Lists may hold one text instead of a list in older services.
 */
const context = z.record(z.string(), z.union([z.array(z.string()), z.string()])).catch({});
const errorBody = z.object({
  category: z.string().optional().catch(undefined),
  policyName: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  context: context.optional(),
  errors: z
    .array(
      z.object({
        message: z.string().optional().catch(undefined),
        code: z.string().optional().catch(undefined),
        context: context.optional(),
      }),
    )
    .optional()
    .catch(undefined),
});

/** An error body, read as far as it can be read. */
export type HubspotErrorBody = z.infer<typeof errorBody>;

const embeddedProblems = z.array(
  z.object({
    name: z.string(),
    error: z.string().optional(),
    message: z.string().optional(),
    localizedErrorMessage: z.string().optional(),
  }),
);

/** Reads an error body; undefined when it is no JSON object (an error page, nothing). */
export function parseErrorBody(body: unknown): HubspotErrorBody | undefined {
  return errorBody.safeParse(body).data;
}

/** The scopes that a 403 names. */
export function listRequiredScopes(body: HubspotErrorBody | undefined): readonly string[] {
  const contexts = [body?.context, ...(body?.errors ?? []).map((error) => error.context)];
  return [...new Set(contexts.flatMap((found) => toList(found?.requiredGranularScopes)))];
}

/**
 * The properties that a 400 names, with HubSpot's code and words.
 *
 * They come in two ways: `errors[].context.propertyName`, and as JSON inside the message, `Property values were not
 * valid: [{"isValid":false,"error":"PROPERTY_DOESNT_EXIST","name":"…"}]`. That JSON is data, read as such; codes are
 * passed on as sent, because HubSpot's list is open.
 */
export function listRefusedProperties(body: HubspotErrorBody | undefined): readonly RefusedProperty[] {
  const found = new Map<string, RefusedProperty>();
  for (const error of body?.errors ?? []) {
    const names = [...toList(error.context?.propertyName), ...toList(error.context?.propertyNames)];
    for (const property of names) {
      found.set(property, { property, code: error.code ?? 'VALIDATION_ERROR', message: error.message ?? '' });
    }
  }
  const messages = [body?.message ?? '', ...(body?.errors ?? []).map((error) => error.message ?? '')];
  for (const problem of messages.flatMap(readEmbeddedProblems)) {
    if (found.has(problem.name)) continue;
    const message = problem.localizedErrorMessage ?? problem.message ?? '';
    found.set(problem.name, { property: problem.name, code: problem.error ?? 'VALIDATION_ERROR', message });
  }
  return [...found.values()];
}

function readEmbeddedProblems(message: string): z.infer<typeof embeddedProblems> {
  const start = message.indexOf('[{');
  const end = message.lastIndexOf('}]');
  if (start < 0 || end < start) return [];
  try {
    return embeddedProblems.safeParse(JSON.parse(message.slice(start, end + 2))).data ?? [];
  } catch {
    // A message that only looks like it holds JSON names no property.
    return [];
  }
}

function toList(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
