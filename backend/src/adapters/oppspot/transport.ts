import { ConsecutiveBreaker, circuitBreaker, DelegateBackoff, handleWhen, retry, wrap } from 'cockatiel';
import type { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { RefusedRequest } from '../../lib/refused-request.ts';
import { isPassing, toOppspotError } from './errors.ts';

/** How to reach the API. */
export interface OppspotConfig {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Takes this many requests from the shared limit; throws when there are too few. */
  readonly takeRequests: (count: number) => Promise<void>;
  /** Milliseconds for one request; default 3,000. */
  readonly requestTimeoutMs?: number;
  /** Milliseconds before the repeat when the API names none; default 250. */
  readonly retryBaseMs?: number;
  /** Milliseconds without any request after too many failures; default 30,000. */
  readonly pauseMs?: number;
}

/** Sends one GET; the answer in our words, or undefined for 404. The first attempt must have been taken from the limit. */
export type AskOppspot = <T>(schema: z.ZodType<T>, path: string, signal: AbortSignal) => Promise<T | undefined>;

// A search and a company follow each other, so one repeat each fits into the deadline of a run.
const MAX_REPEATS = 1;
const MAX_WAIT_MS = 1_000;
/** Questions that failed in a row, repeats not counted. */
const FAILURES_TO_PAUSE = 5;
/** Larger answers are no company. */
const MAX_BODY_LENGTH = 1_000_000;

/**
 * Makes the way to the oppSpot API: the key as bearer token, repeats of 429, 5xx and lost connections, and a pause for
 * all requests of this process after too many failures.
 *
 * Rejects with an AppError, also for an answer in another form. Stops when the signal aborts.
 */
export function makeAskOppspot(config: OppspotConfig): AskOppspot {
  const baseMs = config.retryBaseMs ?? 250;
  const backoff = new DelegateBackoff<{ readonly result: object }>(({ result }) => retryAfterOf(result) ?? baseMs);
  const repeats = retry(handleWhen(isWorthRepeating), { maxAttempts: MAX_REPEATS, backoff });
  const breaker = circuitBreaker(handleWhen(isPassing), {
    halfOpenAfter: config.pauseMs ?? 30_000,
    breaker: new ConsecutiveBreaker(FAILURES_TO_PAUSE),
  });
  const policy = wrap(breaker, repeats);
  return async (schema, path, signal) => {
    try {
      const body = await policy.execute(async ({ attempt }) => {
        if (attempt > 0) await config.takeRequests(1);
        return await send(config, path, signal).catch((error: unknown) => {
          throw signal.aborted ? wasStopped(error) : error;
        });
      }, signal);
      return body === undefined ? undefined : read(schema, body, path);
    } catch (error) {
      throw toOppspotError(error);
    }
  };
}

async function send(config: OppspotConfig, path: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(`${config.baseUrl}${path}`, {
    headers: { accept: 'application/json', authorization: `Bearer ${config.apiKey}` },
    redirect: 'error', // a redirect would carry the key elsewhere
    signal: AbortSignal.any([signal, AbortSignal.timeout(config.requestTimeoutMs ?? 3_000)]),
  });
  if (!response.ok) {
    await response.body?.cancel();
    if (response.status === 404) return undefined;
    throw new RefusedRequest('oppSpot', response.status, response.headers.get('retry-after'));
  }
  const text = await response.text();
  if (text.length > MAX_BODY_LENGTH) throw new AppError('upstream_rejected', `oppSpot answered ${path} with too much.`);
  return JSON.parse(text);
}

function read<T>(schema: z.ZodType<T>, body: unknown, path: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new AppError('upstream_rejected', `oppSpot answered ${path} in another form (${where}).`);
}

/** Being told to stop is no failure of the API: neither repeated nor counted. */
function wasStopped(cause: unknown): AppError {
  return new AppError('upstream_unavailable', 'oppSpot did not answer in time. Try again later.', {}, { cause });
}

/** A wait that is longer than ours would be in vain: the deadline of a person comes first. */
function isWorthRepeating(error: Error): boolean {
  if (error instanceof AppError || !isPassing(error)) return false;
  return !(error instanceof RefusedRequest) || (error.retryAfterMs ?? 0) <= MAX_WAIT_MS;
}

function retryAfterOf(result: object): number | undefined {
  return 'error' in result && result.error instanceof RefusedRequest ? result.error.retryAfterMs : undefined;
}
