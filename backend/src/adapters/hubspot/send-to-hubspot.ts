import type http from 'node:http';
import { z } from 'zod';
import { CancellableClient } from './cancellable-client.ts';
import { type LimitHeaders, readLimitHeaders, readRetryAfter } from './limit-headers.ts';

/** One HTTP request, ready to send. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path with its query. */
  readonly target: string;
  /** Absent for the token endpoint, whose secrets are in the form. */
  readonly accessToken?: string;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
}

/** What came back from one attempt. */
export type WireAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The parsed JSON body; undefined for an empty one, and for an error page that is no JSON. */
      readonly body: unknown;
      /** `Retry-After` in milliseconds; null when absent or neither seconds nor a date. */
      readonly retryAfterMs: number | null;
      readonly limits: LimitHeaders | null;
      readonly correlationId: string | null;
    }
  | {
      readonly kind: 'no_answer';
      readonly reason: 'timeout' | 'connection' | 'unreadable';
      /** False only when the connection was never made. */
      readonly mayHaveBeenApplied: boolean;
      readonly cause: unknown;
    };

/** The far end of a connection pool. */
export interface WireEnd {
  /** Origin, e.g. `https://api.hubapi.com`. */
  readonly baseUrl: string;
  readonly agent: http.Agent;
}

// The largest answer we ask for is a page of property definitions: a portal with 1,000 of them sends about 2 MB.
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
// Once its head is here a body follows at once. The fetch below does not notice a connection that is cut inside a body
// of known length, so waiting for the whole timeout would leave no time for the repeat.
const BODY_TIMEOUT_MS = 3_000;
// Failures before a byte of the request could reach HubSpot.
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const errorWithCode = z.object({ code: z.string() });
const bodyWithCorrelationId = z.object({ correlationId: z.string().max(100) });

/**
 * Sends one request through HubSpot's SDK and reads the whole answer.
 *
 * @param timeoutMs for connecting, sending and reading together; afterwards the socket is destroyed
 * @returns never throws for what HubSpot or the network do. A 2xx whose body is cut off or no JSON is `unreadable`:
 * the request was probably carried out
 */
export async function sendToHubspot(end: WireEnd, request: WireRequest, timeoutMs: number): Promise<WireAnswer> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  let bodyTimer: NodeJS.Timeout | undefined;
  try {
    const limits = { agent: end.agent, signal: deadline.signal, maxBytes: MAX_ANSWER_BYTES };
    const { accessToken } = request;
    const client = new CancellableClient({ basePath: end.baseUrl, ...(accessToken ? { accessToken } : {}) }, limits);
    const response = await client.apiRequest(toSdkOptions(request));
    bodyTimer = setTimeout(() => deadline.abort(), BODY_TIMEOUT_MS);
    return readAnswer(response.status, await response.text(), response.headers);
  } catch (cause) {
    const code = errorWithCode.safeParse(cause).data?.code ?? '';
    const reason = deadline.signal.aborted ? 'timeout' : 'connection';
    return { kind: 'no_answer', reason, mayHaveBeenApplied: !NEVER_SENT.has(code), cause };
  } finally {
    clearTimeout(timer);
    clearTimeout(bodyTimer);
  }
}

function toSdkOptions(request: WireRequest) {
  const { method, target: path } = request;
  if (request.form === undefined) return { method, path, body: request.json };
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return { method, path, defaultJson: false, headers, body: new URLSearchParams(request.form).toString() };
}

function readAnswer(status: number, text: string, headers: { get(name: string): string | null }): WireAnswer {
  const parsed = parseJson(text);
  if (parsed.kind === 'broken' && status < 300) {
    return { kind: 'no_answer', reason: 'unreadable', mayHaveBeenApplied: true, cause: parsed.cause };
  }
  const body = parsed.kind === 'json' ? parsed.value : undefined;
  return {
    kind: 'answered',
    status,
    body,
    retryAfterMs: readRetryAfter(headers.get('retry-after'), Date.now()),
    limits: readLimitHeaders(headers),
    correlationId:
      headers.get('x-hubspot-correlation-id') ?? bodyWithCorrelationId.safeParse(body).data?.correlationId ?? null,
  };
}

type Parsed =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'empty' }
  | { readonly kind: 'broken'; readonly cause: unknown };

function parseJson(text: string): Parsed {
  if (text === '') return { kind: 'empty' };
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch (cause) {
    return { kind: 'broken', cause };
  }
}
