import { setTimeout as sleep } from 'node:timers/promises';
import { FIRST_ECHO_ID, type IntakeEvents, type SentEvent } from './intake-events.ts';
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
  /** When each record of which a request was answered 204 changed last, by `portal:record`, Unix milliseconds. */
  readonly taken: ReadonlyMap<string, number>;
}

/** Sends requests at a rate, whether or not answers come: a slow answer delays no other request. */
export async function sendWebhooks(
  client: SignedClient,
  events: IntakeEvents,
  load: { readonly forMs: number; readonly requestsPerSecond: number },
): Promise<SentWebhooks> {
  const answersMs: number[] = [];
  const refusals = new Map<string, number>();
  const taken = new Map<string, number>();
  let givenUp = 0;
  const sendOnce = async (batch: readonly SentEvent[], attemptNumber: number) => {
    const body = attemptNumber === 0 ? batch : batch.map((event) => ({ ...event, attemptNumber }));
    const answer = await client.send(null, { method: 'POST', path: '/api/hubspot/webhooks', body }).catch(noAnswer);
    if (answer === undefined) {
      refusals.set('no answer', (refusals.get('no answer') ?? 0) + 1);
      return false;
    }
    const { status, observed } = answer;
    const tookMs = observed.toMs - observed.fromMs;
    if (attemptNumber === 0) answersMs.push(tookMs);
    if (status === 204) noteTaken(taken, batch);
    const isTaken = status === 204 && tookMs <= ANSWER_WITHIN_MS;
    const refusal = status === 204 ? 'late' : String(status);
    if (!isTaken) refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
    return isTaken;
  };
  const sendUntilTaken = async (batch: readonly SentEvent[]) => {
    for (let attempt = 0; attempt <= REPEATS; attempt += 1) {
      if (attempt > 0) await sleep(REPEAT_AFTER_MS * attempt);
      if (await sendOnce(batch, attempt)) return;
    }
    givenUp += 1;
  };
  const tookMs = await atRate(load, () => sendUntilTaken(events.next()));
  return { answersMs, refusals, givenUp, tookMs, taken };
}

/** A connection that ends before the answer is for HubSpot what a refusal is. */
const noAnswer = (): undefined => undefined;

/** Starts one piece of work after the other, and waits for all; answers how long the starting took. */
async function atRate(
  { forMs, requestsPerSecond }: { readonly forMs: number; readonly requestsPerSecond: number },
  start: () => Promise<void>,
): Promise<number> {
  const underWay = new Set<Promise<void>>();
  const startedMs = performance.now();
  const due = () => Math.floor(((performance.now() - startedMs) / 1000) * requestsPerSecond);
  const total = (forMs / 1000) * requestsPerSecond;
  for (let begun = 0; begun < total; ) {
    for (; begun < Math.min(due(), total); begun += 1) {
      const work = start().finally(() => underWay.delete(work));
      underWay.add(work);
    }
    await sleep(1);
  }
  const tookMs = performance.now() - startedMs;
  await Promise.all(underWay);
  return tookMs;
}

function noteTaken(taken: Map<string, number>, batch: readonly SentEvent[]): void {
  for (const { portalId, objectId, occurredAt } of batch) {
    if (objectId >= FIRST_ECHO_ID) continue;
    const record = `${portalId}:${objectId}`;
    taken.set(record, Math.max(occurredAt, taken.get(record) ?? 0));
  }
}
