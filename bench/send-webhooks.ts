import { setTimeout as sleep } from 'node:timers/promises';
import { repeatBody } from './intake-events.ts';
import type { SignedClient } from './signed-client.ts';

/** HubSpot takes what is not answered in this time for refused. */
const ANSWER_WITHIN_MS = 5_000;
/**
 * HubSpot repeats what was refused up to ten times, spread over 24 hours.
 *
 * @see docs: hubspot webhooks guide, "Retries" (read 2026-11)
 */
const REPEATS = 10;
/** A day is too long for a bench: so much later, and as much again with each further time. */
const REPEAT_AFTER_MS = 1_000;

/** What became of requests. */
export interface SentWebhooks {
  /** From before the signature until the last byte, of each request at its first time. */
  readonly answersMs: readonly number[];
  /** Answers but 204, repeats included, by what was answered; `late`: 204, but too late; `no answer`: the connection ended. */
  readonly refusals: ReadonlyMap<string, number>;
  /** Requests that were refused at every time. */
  readonly givenUp: number;
  readonly tookMs: number;
  /** Bodies of requests that were answered 204. */
  readonly taken: readonly Buffer[];
}

/** Sends these requests at a rate, whether or not answers come: a slow answer delays no other request. */
export async function sendWebhooks(
  client: SignedClient,
  bodies: readonly Buffer[],
  requestsPerSecond: number,
): Promise<SentWebhooks> {
  const answersMs: number[] = [];
  const refusals = new Map<string, number>();
  const taken: Buffer[] = [];
  let givenUp = 0;
  const sendOnce = async (first: Buffer, attemptNumber: number) => {
    const body = attemptNumber === 0 ? first : repeatBody(first, attemptNumber);
    const answer = await client.send(null, { method: 'POST', path: '/api/hubspot/webhooks', body }).catch(noAnswer);
    if (answer === undefined) {
      refusals.set('no answer', (refusals.get('no answer') ?? 0) + 1);
      return false;
    }
    const { status, observed } = answer;
    const tookMs = observed.toMs - observed.fromMs;
    if (attemptNumber === 0) answersMs.push(tookMs);
    if (status === 204) taken.push(first);
    const isTaken = status === 204 && tookMs <= ANSWER_WITHIN_MS;
    const refusal = status === 204 ? 'late' : String(status);
    if (!isTaken) refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
    return isTaken;
  };
  const sendUntilTaken = async (body: Buffer) => {
    for (let attempt = 0; attempt <= REPEATS; attempt += 1) {
      if (attempt > 0) await sleep(REPEAT_AFTER_MS * attempt);
      if (await sendOnce(body, attempt)) return;
    }
    givenUp += 1;
  };
  const tookMs = await atRate(bodies, requestsPerSecond, sendUntilTaken);
  return { answersMs, refusals, givenUp, tookMs, taken };
}

/** A connection that ends before the answer is for HubSpot what a refusal is. */
const noAnswer = (): undefined => undefined;

/** Starts the work on one after the other, and waits for all; answers how long the starting took. */
async function atRate<T>(all: readonly T[], perSecond: number, start: (one: T) => Promise<void>): Promise<number> {
  const underWay = new Set<Promise<void>>();
  const startedMs = performance.now();
  const due = () => Math.floor(((performance.now() - startedMs) / 1000) * perSecond);
  for (let begun = 0; begun < all.length; ) {
    const next = all.slice(begun, due());
    for (const one of next) {
      const work = start(one).finally(() => underWay.delete(work));
      underWay.add(work);
    }
    begun += next.length;
    await sleep(1);
  }
  const tookMs = performance.now() - startedMs;
  await Promise.all(underWay);
  return tookMs;
}
