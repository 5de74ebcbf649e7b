import { ConsecutiveBreaker, circuitBreaker, DelegateBackoff, handleWhen, retry, wrap } from 'cockatiel';
import { AppError } from '../../domain/errors.ts';
import { RefusedRequest } from '../../lib/refused-request.ts';
import { isPassing, toCompaniesHouseError } from './errors.ts';

/** How to reach the API. */
export interface CompaniesHouseConfig {
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

/** Sends one GET; the parsed JSON, or undefined for 404. The first attempt must have been taken from the limit. */
export type GetJson = (path: string, signal: AbortSignal) => Promise<unknown>;

// Two requests of 3 s fit into the deadline of a run; so a silent API is noticed as such.
const MAX_REPEATS = 1;
const MAX_WAIT_MS = 2_000;
/** Questions that failed in a row, repeats not counted. One company asks five, so it takes more than the bad luck of one. */
const FAILURES_TO_PAUSE = 10;
/** A filing history can be 100 kB, so that the validators of this many answers stay below 10 MB. */
const MAX_VALIDATED = 100;

/** An answer with the `ETag` that lets the API say "unchanged". */
interface ValidatedAnswer {
  readonly etag: string;
  readonly body: unknown;
}

/**
 * Makes the way to the API: basic authentication with the key as user name, `If-None-Match` where an `ETag` came before,
 * repeats of 429, 5xx and lost connections, and a pause for all requests of this process after too many failures.
 *
 * Rejects with an AppError. Stops when the signal aborts.
 */
export function makeGetJson(config: CompaniesHouseConfig): GetJson {
  const validated = new Map<string, ValidatedAnswer>();
  const baseMs = config.retryBaseMs ?? 250;
  const backoff = new DelegateBackoff<{ readonly result: object }>(({ result }) => retryAfterOf(result) ?? baseMs);
  const repeats = retry(handleWhen(isWorthRepeating), { maxAttempts: MAX_REPEATS, backoff });
  const breaker = circuitBreaker(handleWhen(isPassing), {
    halfOpenAfter: config.pauseMs ?? 30_000,
    breaker: new ConsecutiveBreaker(FAILURES_TO_PAUSE),
  });
  const policy = wrap(breaker, repeats);
  return async (path, signal) => {
    try {
      return await policy.execute(async ({ attempt }) => {
        if (attempt > 0) await config.takeRequests(1);
        return await send(config, validated, path, signal).catch((error: unknown) => {
          throw signal.aborted ? wasStopped(error) : error;
        });
      }, signal);
    } catch (error) {
      throw toCompaniesHouseError(error);
    }
  };
}

async function send(
  config: CompaniesHouseConfig,
  validated: Map<string, ValidatedAnswer>,
  path: string,
  signal: AbortSignal,
): Promise<unknown> {
  const kept = validated.get(path);
  const response = await fetch(`${config.baseUrl}${path}`, {
    headers: {
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(`${config.apiKey}:`).toString('base64')}`,
      ...(kept && { 'if-none-match': kept.etag }),
    },
    redirect: 'error', // a redirect would carry the key elsewhere
    signal: AbortSignal.any([signal, AbortSignal.timeout(config.requestTimeoutMs ?? 3_000)]),
  });
  if (response.status === 304 && kept) return kept.body;
  if (!response.ok) {
    await response.body?.cancel();
    if (response.status === 404) return undefined;
    throw new RefusedRequest('Companies House', response.status, response.headers.get('retry-after'));
  }
  const body: unknown = await response.json();
  remember(validated, path, response.headers.get('etag'), body);
  return body;
}

/** Being told to stop is no failure of the API: neither repeated nor counted. */
function wasStopped(cause: unknown): AppError {
  return new AppError(
    'upstream_unavailable',
    'Companies House did not answer in time. Try again later.',
    {},
    { cause },
  );
}

/** Keeps the newest answers that can be validated; the one that was kept longest goes first. */
function remember(validated: Map<string, ValidatedAnswer>, path: string, etag: string | null, body: unknown): void {
  validated.delete(path);
  if (etag === null) return;
  validated.set(path, { etag, body });
  const [oldest] = validated.keys();
  if (validated.size > MAX_VALIDATED && oldest !== undefined) validated.delete(oldest);
}

/** A wait that is longer than ours would be in vain: the deadline of a person comes first. */
function isWorthRepeating(error: Error): boolean {
  if (error instanceof AppError || !isPassing(error)) return false;
  return !(error instanceof RefusedRequest) || (error.retryAfterMs ?? 0) <= MAX_WAIT_MS;
}

function retryAfterOf(result: object): number | undefined {
  return 'error' in result && result.error instanceof RefusedRequest ? result.error.retryAfterMs : undefined;
}
