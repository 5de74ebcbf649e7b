import { randomUUID } from 'node:crypto';
import type { AccessToken } from '../state/oauth-state.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import type { ApiReply, Bucket } from './api-route.ts';

/** HubSpot's rolling windows, one a portal and bucket, and the day of private apps. */
export interface RateLimits {
  /** Counts a call. `refusal` is the 429 to answer; `headers` belong on every answer of the bucket. */
  take(call: { bucket: Bucket; portalId: number; token: AccessToken }): {
    readonly refusal: ApiReply | undefined;
    readonly headers: Readonly<Record<string, string>>;
  };
}

/** Makes rate limits that follow the sandbox's clock and its current settings. */
export function makeRateLimits(state: SandboxState): RateLimits {
  const windows = new Map<string, number[]>();
  const takeOfDay = makeDailyLimit(state);
  return {
    take({ bucket, portalId, token }) {
      if (bucket === 'exempt') return { refusal: undefined, headers: {} };
      const limits = state.settings.rateLimits;
      const main = token.kind === 'private-app' ? limits.privateApp : limits.oauth;
      const limit = bucket === 'main' ? main : limits[bucket];
      const nowMs = state.clock.nowMs();
      const key = `${bucket}/${portalId}`;
      const recent = (windows.get(key) ?? []).filter((atMs) => atMs > nowMs - limit.intervalMs);
      const isOver = recent.length >= limit.max;
      if (!isOver) recent.push(nowMs);
      windows.set(key, recent);
      const day = token.kind === 'private-app' ? takeOfDay(portalId) : { isOver: false, headers: {} };
      // Search answers carry no rate headers at all.
      const headers = bucket === 'search' ? {} : { ...describeWindow(limit, recent.length), ...day.headers };
      if (day.isOver) return { refusal: refuse('DAILY', headers), headers };
      if (!isOver) return { refusal: undefined, headers };
      const waitMs = (recent[0] ?? nowMs) + limit.intervalMs - nowMs;
      const retryAfter = limits.sendsRetryAfter ? { 'Retry-After': String(Math.ceil(waitMs / 1000)) } : {};
      const policy = bucket === 'search' ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING';
      return { refusal: refuse(policy, { ...headers, ...retryAfter }), headers };
    },
  };
}

/** Counts a private app's calls by the account's own day. */
function makeDailyLimit(state: SandboxState) {
  const days = new Map<number, { readonly day: string; used: number }>();
  return (portalId: number): { readonly isOver: boolean; readonly headers: Readonly<Record<string, string>> } => {
    const max = state.settings.rateLimits.privateAppDaily;
    const timeZone = state.portals.get(portalId)?.timeZone ?? 'UTC';
    const day = new Intl.DateTimeFormat('en-CA', { timeZone }).format(state.clock.nowMs());
    const known = days.get(portalId);
    const today = known?.day === day ? known : { day, used: 0 };
    days.set(portalId, today);
    const isOver = today.used >= max;
    if (!isOver) today.used += 1;
    const headers = {
      'X-HubSpot-RateLimit-Daily': String(max),
      'X-HubSpot-RateLimit-Daily-Remaining': String(max - today.used),
    };
    return { isOver, headers };
  };
}

function describeWindow(limit: { max: number; intervalMs: number }, used: number): Record<string, string> {
  return {
    'X-HubSpot-RateLimit-Max': String(limit.max),
    'X-HubSpot-RateLimit-Remaining': String(Math.max(0, limit.max - used)),
    'X-HubSpot-RateLimit-Interval-Milliseconds': String(limit.intervalMs),
  };
}

const MESSAGES = {
  DAILY: 'You have reached your daily limit.',
  SECONDLY: 'You have reached your secondly limit.',
  TEN_SECONDLY_ROLLING: 'You have reached your ten_secondly_rolling limit.',
} as const;

function refuse(policyName: keyof typeof MESSAGES, headers: Record<string, string>): ApiReply {
  return {
    status: 429,
    headers,
    body: {
      status: 'error',
      message: MESSAGES[policyName],
      errorType: 'RATE_LIMIT',
      correlationId: randomUUID(),
      policyName,
      category: 'RATE_LIMITS',
      requestId: randomUUID(),
    },
  };
}
