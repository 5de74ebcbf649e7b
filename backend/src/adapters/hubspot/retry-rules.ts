import type { RateBucket } from './admission.ts';
import { parseErrorBody } from './error-body.ts';
import type { HoldReason } from './hold-reason.ts';
import type { WireAnswer } from './send-to-hubspot.ts';

/** How long a limit that is used up is left alone. */
export interface LimitWait {
  readonly afterMs: number;
  /** HubSpot did not say how long: it is as long as its window. */
  readonly isAssumed: boolean;
}

/** What to do after an attempt that did not succeed. */
export type RetryVerdict =
  | { readonly kind: 'repeat'; readonly afterMs: number; readonly cause: 'lock' | 'failure' }
  | ({ readonly kind: 'repeat'; readonly cause: 'limit' } & LimitWait)
  | {
      readonly kind: 'stop';
      readonly retryAfterMs?: number;
      readonly mayHaveBeenApplied?: true;
      /** The portal is to be left alone: this limit until the day is over, or all of it while HubSpot moves it. */
      readonly hold?: Exclude<HoldReason, 'limit'>;
    };

/** How to space attempts after failures. */
export interface RetryPace {
  /** Milliseconds of the first wait; doubles with each failure. */
  readonly baseMs: number;
  /** Attempts that may fail before we stop; waits for limits do not count. */
  readonly maxAttempts: number;
  /** 0 to 1; spreads waits so that many callers do not come back together. */
  readonly random: () => number;
}

// HubSpot publishes no Retry-After for 429: its burst limit rolls over 10 s, its search limit over 1 s.
const BURST_WAIT_MS = 10_000;
const SEARCH_WAIT_MS = 1_000;
// "Locked for 2 seconds" during heavy changes of the same record.
const LOCK_WAIT_MS = 2_000;
// A data-centre move takes up to 24 h; where HubSpot does not say how long we look again every hour.
const MOVE_LOOK_MS = 3_600_000;
const LONGEST_MOVE_MS = 86_400_000;
// A limit of the day that HubSpot itself says is over so soon is waited for like any other.
const SHORT_HOLD_MS = 30_000;

/**
 * Decides whether an attempt is repeated, and after how long.
 *
 * A request that would create something is never repeated once it may have been carried out: HubSpot has no
 * idempotency key.
 *
 * @param call.failures attempts that failed so far, this one included; 1 or more
 */
export function decideRetry(
  answer: WireAnswer,
  call: { readonly failures: number; readonly isRepeatable: boolean; readonly bucket: RateBucket },
  pace: RetryPace,
): RetryVerdict {
  if (answer.kind === 'answered') {
    const { status, retryAfterMs } = answer;
    if (status === 429) return afterLimit(answer, call.bucket, pace);
    if (status === 423) return { kind: 'repeat', afterMs: Math.max(LOCK_WAIT_MS, retryAfterMs ?? 0), cause: 'lock' };
    if (status === 477) {
      return { kind: 'stop', hold: 'moving', retryAfterMs: Math.min(LONGEST_MOVE_MS, retryAfterMs ?? MOVE_LOOK_MS) };
    }
    const isFailure =
      status >= 500 || status < 400 || status === 408 || (status === 404 && !parseErrorBody(answer.body));
    if (!isFailure) return { kind: 'stop' };
  }
  const wasCarriedOut = answer.kind === 'answered' || answer.mayHaveBeenApplied;
  if (wasCarriedOut && !call.isRepeatable) return { kind: 'stop', mayHaveBeenApplied: true };
  if (call.failures >= pace.maxAttempts) return { kind: 'stop' };
  const doubled = pace.baseMs * 2 ** (call.failures - 1);
  const asked = answer.kind === 'answered' ? (answer.retryAfterMs ?? 0) : 0;
  return { kind: 'repeat', afterMs: Math.max(asked, doubled * (0.5 + pace.random() / 2)), cause: 'failure' };
}

function afterLimit(
  answer: Extract<WireAnswer, { kind: 'answered' }>,
  bucket: RateBucket,
  pace: RetryPace,
): RetryVerdict {
  const policy = parseErrorBody(answer.body)?.policyName;
  const { retryAfterMs } = answer;
  if (policy === 'DAILY' && (retryAfterMs === null || retryAfterMs > SHORT_HOLD_MS)) {
    return { kind: 'stop', hold: 'daily', ...(retryAfterMs === null ? {} : { retryAfterMs }) };
  }
  const usualMs = bucket === 'search' || policy === 'SECONDLY' ? SEARCH_WAIT_MS : BURST_WAIT_MS;
  // Never earlier than asked: the spread is added.
  const afterMs = (retryAfterMs ?? usualMs) + pace.random() * usualMs * 0.1;
  return { kind: 'repeat', afterMs, cause: 'limit', isAssumed: retryAfterMs === null };
}
