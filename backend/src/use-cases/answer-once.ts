import { AppError } from '../domain/errors.ts';
import type { GivenAnswer, KeyedRequest, RequestMemory } from '../ports/request-memory.ts';

/** What the use case touches. */
export interface AnswerOnceDeps {
  readonly requests: RequestMemory;
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
}

/** A batch of 100 is done within this; a process that takes longer is taken for dead. */
const LEASE_SECONDS = 180;
const LOOK_EVERY_MS = 250;
const WAIT_AT_MOST_MS = 10_000;

/**
 * Answers a request with an idempotency key once: a repetition gets the same answer and has no effect.
 *
 * An answer that asks to try again (429 and 5xx) is not kept. Throws `conflict` for a key that came with another request,
 * and for one that is still being worked on after ten seconds.
 */
export async function answerOnce(
  deps: AnswerOnceDeps,
  request: KeyedRequest,
  work: () => Promise<GivenAnswer>,
): Promise<GivenAnswer> {
  for (let waitedMs = 0; waitedMs <= WAIT_AT_MOST_MS; waitedMs += LOOK_EVERY_MS) {
    const received = await deps.requests.receive({ ...request, leaseSeconds: LEASE_SECONDS });
    if (received.kind === 'answered') return received.answer;
    if (received.kind === 'other') {
      throw new AppError('conflict', 'This Idempotency-Key was used for another request. Send a new key.');
    }
    if (received.kind === 'new') return doAndKeep(deps, request, work);
    await deps.wait(LOOK_EVERY_MS);
  }
  throw new AppError(
    'conflict',
    'A request with this Idempotency-Key is still being worked on. Try again in a moment.',
    {
      retryAfterMs: WAIT_AT_MOST_MS,
    },
  );
}

async function doAndKeep(deps: AnswerOnceDeps, request: KeyedRequest, work: () => Promise<GivenAnswer>) {
  try {
    const answer = await work();
    const isFinal = answer.status < 500 && answer.status !== 429;
    await (isFinal ? deps.requests.keep(request, answer) : deps.requests.drop(request));
    return answer;
  } catch (error) {
    await deps.requests.drop(request);
    throw error;
  }
}
