import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CrmSession } from '../../ports/crm.ts';
import type { Logger } from '../../ports/logger.ts';
import { toAppError } from './errors.ts';
import { type MissingScopes, makeMissingScopes } from './missing-scopes.ts';
import { type LimiterTime, makePortalLimiter, type PortalLimiter, type RateBucket } from './portal-limiter.ts';
import { decideRetry, type RetryPace } from './retry-rules.ts';
import { sendToHubspot, type WireAnswer, type WireEnd, type WireRequest } from './send-to-hubspot.ts';

/** One call of HubSpot's API, before tokens and repeats. */
export interface HubspotCall {
  readonly method: WireRequest['method'];
  /** Path with `{names}`, as in HubSpot's OpenAPI document; this, not the filled path, is logged. */
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly json?: unknown;
  /** Search and batches of associations have limits of their own at HubSpot. */
  readonly bucket?: RateBucket;
  /** False for what creates something: then it is not sent again once it may have been carried out. */
  readonly isRepeatable: boolean;
  /** Error statuses that the caller handles itself, with a JSON body. */
  readonly handledStatuses?: readonly number[];
}

/** A success, or a status that the caller said it handles. */
export type HubspotReply = Extract<WireAnswer, { kind: 'answered' }>;

/** One request that went out, for metrics. */
export interface HubspotCallReport {
  readonly method: string;
  readonly path: string;
  readonly bucket: RateBucket;
  /** null when there was no answer. */
  readonly status: number | null;
  readonly ms: number;
}

/** Who calls. Without a portal id (the first call of an install) nothing is limited. */
export type TransportSession = Pick<CrmSession, 'getAccessToken' | 'countCall' | 'priority'> &
  Partial<Pick<CrmSession, 'portalId'>>;

/** Settings of the transport; times in milliseconds. */
export interface HubspotTransportOptions {
  /** Origin of the API, e.g. `https://api.hubapi.com`. */
  readonly baseUrl: string;
  readonly logger: Logger;
  /** One attempt: connect, send and read. */
  readonly attemptTimeoutMs?: number;
  /** A call with all its waits and repeats. */
  readonly totalTimeoutMs?: Readonly<Record<CrmSession['priority'], number>>;
  readonly retry?: Partial<RetryPace>;
  readonly onCall?: (report: HubspotCallReport) => void;
  readonly limiter?: PortalLimiter;
  readonly time?: LimiterTime;
}

/** Sends calls to HubSpot and repeats what may be repeated. */
export interface HubspotTransport {
  call(session: TransportSession, call: HubspotCall): Promise<HubspotReply>;
  /** Closes idle connections. */
  close(): void;
}

// A card gives us 15 s; a background job can sit out HubSpot's ten-second window more than once.
const TOTAL_TIMEOUT_MS = { interactive: 12_000, background: 60_000 };
const RETRY_PACE: RetryPace = { baseMs: 250, maxAttempts: 4, random: Math.random };
const SYSTEM_TIME: LimiterTime = { nowMs: () => performance.now(), wait: (ms) => sleep(ms) };
/** Time for limiters: their pauses must not keep a finished process alive. */
export const SYSTEM_LIMITER_TIME: LimiterTime = { ...SYSTEM_TIME, wait: (ms) => sleep(ms, undefined, { ref: false }) };

/**
 * The one way to HubSpot's API: SDK request, deadline, connection reuse, limits, repeats, log and metrics.
 *
 * 429 and 423 are waited for, 5xx, resets, timeouts and unreadable answers repeated with growing waits, a 401 repeated
 * once with a fresh token; what does not fit into the total time is thrown at once with `retryAfterMs`.
 * Bodies, tokens and filled paths are never logged.
 */
export function makeHubspotTransport(options: HubspotTransportOptions): HubspotTransport {
  const isSecure = options.baseUrl.startsWith('https:');
  const agent = new (isSecure ? https : http).Agent({ keepAlive: true, maxSockets: 50, scheduling: 'lifo' });
  const time = options.time ?? SYSTEM_TIME;
  const parts: TransportParts = {
    options,
    time,
    end: { baseUrl: options.baseUrl, agent },
    limiter: options.limiter ?? makePortalLimiter(options.time ?? SYSTEM_LIMITER_TIME),
    pace: { ...RETRY_PACE, ...options.retry },
    missingScopes: makeMissingScopes(time.nowMs),
  };
  return { call: (session, call) => runCall(parts, session, call), close: () => agent.destroy() };
}

interface TransportParts {
  readonly options: HubspotTransportOptions;
  readonly time: LimiterTime;
  readonly end: WireEnd;
  readonly limiter: PortalLimiter;
  readonly pace: RetryPace;
  readonly missingScopes: MissingScopes;
}

async function runCall(parts: TransportParts, session: TransportSession, call: HubspotCall): Promise<HubspotReply> {
  const { time, limiter, pace, options, missingScopes } = parts;
  const totalMs = (options.totalTimeoutMs ?? TOTAL_TIMEOUT_MS)[session.priority];
  const giveUpAtMs = time.nowMs() + totalMs;
  const bucket = call.bucket ?? 'main';
  let token = await session.getAccessToken();
  // A person may have just repaired it; jobs would go on asking.
  const refused = session.priority === 'background' ? missingScopes.find(token, call) : undefined;
  if (refused !== undefined) throw toAppError(refused);
  let isTokenFresh = false;
  let failures = 0;
  for (;;) {
    const { portalId, priority } = session;
    if (portalId !== undefined) await limiter.admit({ portalId, bucket, priority, giveUpAtMs });
    session.countCall();
    const answer = await attempt(parts, call, token, giveUpAtMs, portalId);
    if (answer.kind === 'answered' && isWanted(answer, call)) return answer;
    if (answer.kind === 'answered' && answer.status === 401 && !isTokenFresh) {
      token = await session.getAccessToken({ rejectedToken: token });
      isTokenFresh = true;
      continue;
    }
    const { isRepeatable } = call;
    const verdict = decideRetry(answer, { failures: failures + 1, isRepeatable, bucket }, pace);
    if (verdict.kind === 'stop') {
      if (answer.kind === 'answered') missingScopes.note(token, call, answer);
      const { kind: _, ...details } = verdict;
      throw toAppError(answer, details);
    }
    if (verdict.cause === 'failure') failures += 1;
    if (verdict.cause === 'limit' && portalId !== undefined) limiter.hold({ portalId, bucket }, verdict.afterMs);
    if (time.nowMs() + verdict.afterMs > giveUpAtMs) throw toAppError(answer, { retryAfterMs: verdict.afterMs });
    await time.wait(verdict.afterMs);
  }
}

function isWanted(answer: HubspotReply, call: HubspotCall): boolean {
  if (answer.status >= 200 && answer.status < 300) return true;
  return (call.handledStatuses ?? []).includes(answer.status) && answer.body !== undefined;
}

async function attempt(
  parts: TransportParts,
  call: HubspotCall,
  accessToken: string,
  giveUpAtMs: number,
  portalId: number | undefined,
): Promise<WireAnswer> {
  const { options, end, time } = parts;
  const { method, path } = call;
  const timeoutMs = Math.max(1, Math.min(options.attemptTimeoutMs ?? 10_000, giveUpAtMs - time.nowMs()));
  const request = { method, target: fillTarget(call), accessToken };
  const startedAtMs = performance.now();
  const answer = await sendToHubspot(
    end,
    call.json === undefined ? request : { ...request, json: call.json },
    timeoutMs,
  );
  const ms = Math.round(performance.now() - startedAtMs);
  const isAnswered = answer.kind === 'answered';
  const status = isAnswered ? answer.status : null;
  const isFine = isAnswered && isWanted(answer, call);
  const result = isAnswered ? { correlationId: answer.correlationId } : { failure: answer.reason };
  const fields = { method, path, status, ms, portalId, ...result };
  options.logger[isFine ? 'debug' : 'warn'](fields, isFine ? 'hubspot call' : 'hubspot call failed');
  options.onCall?.({ method, path, bucket: call.bucket ?? 'main', status, ms });
  return answer;
}

function fillTarget({ path, params, query }: HubspotCall): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ''));
  if (!query || query.length === 0) return filled;
  return `${filled}?${new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]))}`;
}
