import { z } from 'zod';
import { ApiProblem } from './api-problem.ts';

const problemShape = z.looseObject({
  error: z.looseObject({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    details: z
      .looseObject({ fields: z.array(z.object({ field: z.string(), message: z.string() })).optional() })
      .optional(),
  }),
});

/** Proves to the server that a write comes from this page; lives in memory only. */
let csrfToken = '';

/** Takes over the token of the session. */
export function keepCsrfTokenOf(session: { readonly csrfToken: string }): void {
  csrfToken = session.csrfToken;
}

/** A call of the dashboard's API; throws ApiProblem for everything but an answer of this shape. */
export async function call<S extends z.ZodType>(
  shape: S,
  path: string,
  options: { readonly method?: 'POST' | 'PUT' | 'DELETE'; readonly body?: unknown; readonly signal?: AbortSignal } = {},
): Promise<z.output<S>> {
  const response = await send(path, options);
  const text = await response.text();
  const body: unknown = text === '' ? null : parse(text);
  if (!response.ok) throw problemOf(response.status, body);
  return shape.parse(body);
}

async function send(path: string, { method, body, signal }: Parameters<typeof call>[2] & object): Promise<Response> {
  try {
    return await fetch(`/api/dashboard${path}`, {
      method: method ?? 'GET',
      headers: { 'Content-Type': 'application/json', ...(method ? { 'X-CSRF-Token': csrfToken } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    const message = 'The server cannot be reached. Check your connection and try again.';
    throw new ApiProblem({ status: 0, code: 'offline', message });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's page; the status says enough
  }
}

function problemOf(status: number, body: unknown): ApiProblem {
  const parsed = problemShape.safeParse(body);
  if (!parsed.success) {
    return new ApiProblem({
      status,
      code: 'unavailable',
      message: `The server answered ${status}. Try again in a minute.`,
    });
  }
  const { code, message, requestId, details } = parsed.data.error;
  return new ApiProblem({ status, code, message, requestId, ...(details?.fields ? { fields: details.fields } : {}) });
}
