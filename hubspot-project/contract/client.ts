import { z } from 'zod';
import { type ErrorBody, errorBodySchema } from './errors.ts';
import type { ObjectTypeName } from './object-type.ts';
import {
  type CompaniesAnswer,
  companiesAnswerSchema,
  type EnrichmentAnswer,
  type EnrichRequest,
  enrichmentAnswerSchema,
  type FeedbackAnswer,
  type FeedbackRequest,
  feedbackAnswerSchema,
  type RecordAnswer,
  recordAnswerSchema,
} from './requests.ts';

/** The part of `hubspot.fetch` that the client uses; `timeout` in milliseconds (HubSpot: 15 s default, 120 s at most). */
export type FetchLike = (
  url: string,
  options?: {
    readonly method?: Method;
    readonly timeout?: number;
    readonly body?: Record<string, unknown>;
  },
) => Promise<{ readonly ok: boolean; readonly status: number; json(): Promise<unknown> }>;

/** An answer, or why there is none: `refused` by the backend in its words, or `unreachable`. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly status: number; readonly error: ErrorBody['error'] }
  | { readonly kind: 'unreachable'; readonly message: string };

/** Longest wait for one answer: the backend answers a slow run after 10 s with 202, so 15 s is a broken connection. */
const TIMEOUT_MS = 15_000;

/** The routes that the card uses, typed; nothing here throws. */
export interface SmartSyncClient {
  readRecord(objectType: ObjectTypeName, objectId: string): Promise<Answer<RecordAnswer>>;
  enrich(request: EnrichRequest): Promise<Answer<EnrichmentAnswer>>;
  readEnrichment(id: string): Promise<Answer<EnrichmentAnswer>>;
  apply(id: string, properties?: readonly string[]): Promise<Answer<EnrichmentAnswer>>;
  undo(id: string, properties?: readonly string[]): Promise<Answer<EnrichmentAnswer>>;
  /** The accepted company is the wrong one and no other is chosen. */
  forgetMatch(objectType: ObjectTypeName, objectId: string): Promise<Answer<EnrichmentAnswer>>;
  giveFeedback(id: string, feedback: FeedbackRequest): Promise<Answer<FeedbackAnswer>>;
  findCompanies(query: string, objectType: ObjectTypeName, objectId: string): Promise<Answer<CompaniesAnswer>>;
}

/**
 * Makes the client of one backend.
 *
 * @param baseUrl https origin that the app's `permittedUrls.fetch` names, without a trailing slash
 * @param send    `hubspot.fetch` in an extension; the same shape in tests
 */
export function makeSmartSyncClient(baseUrl: string, send: FetchLike): SmartSyncClient {
  const call = makeCall(baseUrl, send);
  const chosen = (properties?: readonly string[]) => (properties ? { properties: [...properties] } : {});
  return {
    readRecord: (objectType, objectId) => call(recordAnswerSchema, `/records/${objectType}/${objectId}`, 'GET'),
    enrich: (body) => call(enrichmentAnswerSchema, '/enrichments', 'POST', body),
    readEnrichment: (id) => call(enrichmentAnswerSchema, `/enrichments/${id}`, 'GET'),
    apply: (id, properties) => call(enrichmentAnswerSchema, `/enrichments/${id}/apply`, 'POST', chosen(properties)),
    undo: (id, properties) => call(enrichmentAnswerSchema, `/enrichments/${id}/undo`, 'POST', chosen(properties)),
    forgetMatch: (objectType, objectId) =>
      call(enrichmentAnswerSchema, `/records/${objectType}/${objectId}/forget-match`, 'POST'),
    giveFeedback: (id, feedback) => call(feedbackAnswerSchema, `/enrichments/${id}/feedback`, 'POST', feedback),
    findCompanies: (query, objectType, objectId) =>
      call(
        companiesAnswerSchema,
        `/companies?query=${encodeURIComponent(query)}&objectType=${objectType}&objectId=${objectId}`,
        'GET',
      ),
  };
}

/** Makes what sends one request to `/api/hubspot` of a backend and reads its answer with a schema. */
export function makeCall(baseUrl: string, send: FetchLike) {
  return <S extends z.ZodType>(schema: S, path: string, method: Method, body?: Record<string, unknown>) =>
    request(send, schema, `${baseUrl}/api/hubspot${path}`, { method, timeout: TIMEOUT_MS, ...(body ? { body } : {}) });
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

async function request<S extends z.ZodType>(
  send: FetchLike,
  schema: S,
  url: string,
  options: { method: Method; timeout: number; body?: Record<string, unknown> },
): Promise<Answer<z.infer<S>>> {
  try {
    const response = await send(url, options);
    const body = await response.json();
    const refused = readRefusal(response.status, body);
    if (refused) return refused;
    const parsed = schema.safeParse(body);
    return parsed.success
      ? { kind: 'ok', value: parsed.data }
      : { kind: 'unreachable', message: 'oppSpot answered in a form that is not known here. Reload the page.' };
  } catch {
    return { kind: 'unreachable', message: 'oppSpot could not be reached. Nothing was changed; try again.' };
  }
}

/**
 * Reads an error, our own or the one that HubSpot's proxy wraps ours into.
 *
 * The proxy that HubSpot ships for development answers 200 with `responseBody`; whether production does too is not
 * documented (read in @hubspot/ui-extensions-dev-server 2.1.2), so both are understood.
 */
function readRefusal(status: number, body: unknown): Answer<never> | undefined {
  for (const candidate of [body, unwrap(body)]) {
    const parsed = errorBodySchema.safeParse(candidate);
    if (parsed.success) return { kind: 'refused', status, error: parsed.data.error };
  }
  if (status >= 200 && status < 300) return undefined;
  return { kind: 'unreachable', message: `oppSpot answered ${status}. Nothing was changed; try again.` };
}

function unwrap(body: unknown): unknown {
  const wrapped = z.object({ responseBody: z.unknown() }).safeParse(body);
  if (!wrapped.success || typeof wrapped.data.responseBody !== 'string') return wrapped.data?.responseBody;
  try {
    return JSON.parse(wrapped.data.responseBody);
  } catch {
    return undefined; // A proxy's own page: the status says all there is.
  }
}
