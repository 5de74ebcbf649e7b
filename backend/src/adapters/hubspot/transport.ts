import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorDetails } from '../../domain/errors.ts';
import type { CrmSession } from '../../ports/crm.ts';
import type { Logger } from '../../ports/logger.ts';
import { type LimiterTime, RATE_BUCKETS, type RateBucket } from './admission.ts';
import { toAppError } from './errors.ts';
import { type MissingScopes, makeMissingScopes } from './missing-scopes.ts';
import { makePortalLimiter, type PortalLimiter } from './portal-limiter.ts';
import { decideRetry, type RetryPace, type RetryVerdict } from './retry-rules.ts';
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
  Partial<Pick<CrmSession, 'portalId' | 'patienceMs' | 'noteWait' | 'mayLeave'>>;

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

// A card gives us 15 s; a background job can sit out HubSpot's ten-second window more than once. Waits for limits come on
// top where a session has the patience for them.
const TOTAL_TIMEOUT_MS = { interactive: 12_000, background: 60_000 };
// Room for several portals whose answers take ten seconds each, so that none of them keeps the others from being sent.
const MAX_SOCKETS = 512;
const RETRY_PACE: RetryPace = { baseMs: 250, maxAttempts: 4, random: Math.random };
const SYSTEM_TIME: LimiterTime = { nowMs: () => performance.now(), wait: (ms) => sleep(ms) };
/** Time for limiters: their pauses must not keep a finished process alive. */
export const SYSTEM_LIMITER_TIME: LimiterTime = { ...SYSTEM_TIME, wait: (ms) => sleep(ms, undefined, { ref: false }) };

/**
 * The one way to HubSpot's API: SDK request, deadline, connection reuse, limits, repeats, log and metrics.
 *
 * What an answer tells of the portal's limits is passed on to all processes. 429 and 423 are waited for, 5xx, resets,
 * timeouts and unreadable answers repeated with growing waits, a 401 repeated once with a fresh token; what does not fit
 * into the total time is thrown at once with `retryAfterMs`.
 * Bodies, tokens and filled paths are never logged.
 */
export function makeHubspotTransport(options: HubspotTransportOptions): HubspotTransport {
  const isSecure = options.baseUrl.startsWith('https:');
  const agent = new (isSecure ? https : http).Agent({ keepAlive: true, maxSockets: MAX_SOCKETS, scheduling: 'lifo' });
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

/** One call on its way, with what it has used up so far. */
interface CallInHand {
  readonly session: TransportSession;
  readonly call: HubspotCall;
  readonly bucket: RateBucket;
  /** When attempts end; waits for limits move it on, up to `waitUntilMs`. */
  giveUpAtMs: number;
  readonly waitUntilMs: number;
  failures: number;
}

async function runCall(parts: TransportParts, session: TransportSession, call: HubspotCall): Promise<HubspotReply> {
  const { time, pace, options, missingScopes } = parts;
  const startsAtMs = time.nowMs();
  const giveUpAtMs = startsAtMs + (options.totalTimeoutMs ?? TOTAL_TIMEOUT_MS)[session.priority];
  const waitUntilMs = Math.max(giveUpAtMs, startsAtMs + (session.patienceMs?.() ?? 0));
  const bucket = call.bucket ?? 'main';
  const inHand: CallInHand = { session, call, bucket, giveUpAtMs, waitUntilMs, failures: 0 };
  let token = await session.getAccessToken();
  // A person may have just repaired it; jobs would go on asking.
  const refused = session.priority === 'background' ? missingScopes.find(token, call) : undefined;
  if (refused !== undefined) throw toAppError(refused);
  let isTokenFresh = false;
  for (;;) {
    const answer = await attemptInTurn(parts, inHand, token);
    if (answer.kind === 'answered' && isWanted(answer, call)) return answer;
    if (answer.kind === 'answered' && answer.status === 401 && !isTokenFresh) {
      token = await session.getAccessToken({ rejectedToken: token });
      isTokenFresh = true;
      continue;
    }
    const { isRepeatable } = call;
    const verdict = decideRetry(answer, { failures: inHand.failures + 1, isRepeatable, bucket }, pace);
    if (verdict.kind === 'stop') {
      if (answer.kind === 'answered') missingScopes.note(token, call, answer);
      const { mayHaveBeenApplied } = verdict;
      const retryAfterMs = await holdPortal(parts, inHand, verdict);
      throw toAppError(answer, definedOf({ mayHaveBeenApplied, retryAfterMs }));
    }
    if (verdict.cause === 'failure') inHand.failures += 1;
    await waitToRepeat(parts, inHand, answer, verdict);
  }
}

/** Sends one attempt when the portal's limits let it, and tells the limits what its answer says of them. */
async function attemptInTurn(parts: TransportParts, inHand: CallInHand, token: string): Promise<WireAnswer> {
  const { limiter } = parts;
  const { session, call, bucket } = inHand;
  const { portalId, priority } = session;
  let leave: (() => void) | undefined;
  try {
    if (portalId !== undefined) {
      await waitPatiently(parts, inHand, async () => {
        const admission = { portalId, priority, giveUpAtMs: inHand.waitUntilMs };
        if (isCompanyWrite(call)) leave = await limiter.companyWrites.enter(admission);
        await limiter.admit({ ...admission, bucket });
      });
    }
    await session.mayLeave?.();
    if (portalId !== undefined) await limiter.leave({ portalId, bucket });
    session.countCall();
    const answer = await attempt(parts, call, token, inHand.giveUpAtMs, portalId);
    if (portalId !== undefined && answer.kind === 'answered' && answer.limits !== null) {
      limiter.noteHeaders({ portalId, bucket }, answer.limits);
    }
    return answer;
  } finally {
    leave?.();
  }
}

/** A wait for a limit of the portal's, of which the session is told; the time for attempts begins after it. */
async function waitPatiently(parts: TransportParts, inHand: CallInHand, wait: () => Promise<unknown>): Promise<void> {
  const startsAtMs = parts.time.nowMs();
  inHand.session.noteWait?.(true);
  try {
    await wait();
  } finally {
    inHand.session.noteWait?.(false);
  }
  const waitedMs = parts.time.nowMs() - startsAtMs;
  inHand.giveUpAtMs = Math.min(inHand.waitUntilMs, inHand.giveUpAtMs + waitedMs);
}

type Repeat = Extract<RetryVerdict, { kind: 'repeat' }>;
type Stop = Extract<RetryVerdict, { kind: 'stop' }>;

/** Waits as long as the answer asks; a limit or a lock slows the portal's other calls as well. */
async function waitToRepeat(parts: TransportParts, inHand: CallInHand, answer: WireAnswer, verdict: Repeat) {
  const { time, limiter } = parts;
  const { session, call, bucket, giveUpAtMs, waitUntilMs } = inHand;
  const { portalId } = session;
  const { cause } = verdict;
  if (portalId !== undefined && cause === 'lock' && isCompanyWrite(call)) limiter.companyWrites.slowDown(portalId);
  const isHeld = portalId !== undefined && cause === 'limit';
  const afterMs = isHeld ? await limiter.noteRefusal({ portalId, bucket }, verdict) : verdict.afterMs;
  const told = isHeld ? limiter.hold({ portalId, bucket }, afterMs) : undefined;
  const untilMs = cause === 'failure' ? giveUpAtMs : waitUntilMs;
  if (time.nowMs() + afterMs > untilMs) {
    await told;
    throw toAppError(answer, { retryAfterMs: afterMs });
  }
  if (cause === 'failure') await time.wait(afterMs);
  else await waitPatiently(parts, inHand, () => time.wait(afterMs));
}

/** Leaves the portal alone where the answer asks for it. Answers how long, where anybody said. */
async function holdPortal(parts: TransportParts, inHand: CallInHand, verdict: Stop): Promise<number | undefined> {
  const { limiter } = parts;
  const { bucket, session } = inHand;
  const { hold, retryAfterMs } = verdict;
  const { portalId } = session;
  if (hold === undefined || portalId === undefined) return retryAfterMs;
  if (retryAfterMs === undefined) return limiter.holdForDay({ portalId, bucket });
  // A move concerns the whole account, a daily limit one bucket.
  const buckets = hold === 'moving' ? RATE_BUCKETS : [bucket];
  await Promise.all(buckets.map((one) => limiter.hold({ portalId, bucket: one }, retryAfterMs, hold)));
  return retryAfterMs;
}

/** Companies are locked (423) when too many are written at once; reading them is not. */
function isCompanyWrite({ method, path, params }: HubspotCall): boolean {
  const isOfCompanies = path.startsWith('/crm/objects/') && params?.objectType === 'companies';
  return isOfCompanies && method !== 'GET' && !/\/(search|batch\/read)$/.test(path);
}

function definedOf(details: {
  readonly mayHaveBeenApplied: true | undefined;
  readonly retryAfterMs: number | undefined;
}): ErrorDetails {
  const { mayHaveBeenApplied, retryAfterMs } = details;
  return {
    ...(mayHaveBeenApplied === undefined ? {} : { mayHaveBeenApplied }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
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
