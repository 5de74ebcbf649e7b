import { randomUUID } from 'node:crypto';
import type { AccessToken } from '../state/oauth-state.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import type { ApiReply, Bucket } from './api-route.ts';

/** HubSpot's rolling windows, one a portal and bucket. */
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
      // Search answers carry no rate headers at all.
      const headers = bucket === 'search' ? {} : describeWindow(limit, recent.length);
      if (!isOver) return { refusal: undefined, headers };
      const waitMs = (recent[0] ?? nowMs) + limit.intervalMs - nowMs;
      const retryAfter = limits.sendsRetryAfter ? { 'Retry-After': String(Math.ceil(waitMs / 1000)) } : {};
      return { refusal: refuse(bucket, { ...headers, ...retryAfter }), headers };
    },
  };
}

function describeWindow(limit: { max: number; intervalMs: number }, used: number): Record<string, string> {
  return {
    'X-HubSpot-RateLimit-Max': String(limit.max),
    'X-HubSpot-RateLimit-Remaining': String(Math.max(0, limit.max - used)),
    'X-HubSpot-RateLimit-Interval-Milliseconds': String(limit.intervalMs),
  };
}

function refuse(bucket: Bucket, headers: Record<string, string>): ApiReply {
  const isSearch = bucket === 'search';
  return {
    status: 429,
    headers,
    body: {
      status: 'error',
      message: isSearch ? 'You have reached your secondly limit.' : 'You have reached your ten_secondly_rolling limit.',
      errorType: 'RATE_LIMIT',
      correlationId: randomUUID(),
      policyName: isSearch ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING',
      category: 'RATE_LIMITS',
      requestId: randomUUID(),
    },
  };
}
