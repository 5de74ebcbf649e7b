import { setTimeout as sleep } from 'node:timers/promises';
import type { AppRegistration } from '../state/app-registration.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import type { SendToApp } from './send-to-app.ts';
import { signVersion1, signVersion3 } from './sign-request.ts';
import { makeEvents, type WebhookEvent } from './webhook-events.ts';

/** Collects webhook events and brings them to the app's target, batched, signed and repeated as HubSpot does. */
export interface DeliveryAttempt {
  readonly events: readonly WebhookEvent[];
  /** undefined when nobody answered in time. */
  readonly status: number | undefined;
  readonly attemptNumber: number;
}

export interface WebhookQueue {
  /** Sends the given events, or all that wait, once and at once. */
  deliverNow(events?: readonly WebhookEvent[]): Promise<readonly DeliveryAttempt[]>;
  attempts(): readonly DeliveryAttempt[];
  stop(): void;
}

// HubSpot: fewer than a hundred events a request.
const MAX_BATCH = 100;
const MAX_RESPONSE_BYTES = 1_048_576;

/** Makes a queue that listens to every change; idle while the app has no webhooks target. */
export function makeWebhookQueue(state: SandboxState, send: SendToApp): WebhookQueue {
  const stopping = new AbortController();
  const attempts: DeliveryAttempt[] = [];
  let waiting: WebhookEvent[] = [];
  let lastEventId = 0;
  let timer: NodeJS.Timeout | undefined;

  const stopListening = state.changes.listen((change) => {
    const { app } = state;
    if (state.settings.losesWebhooks) return;
    if (app?.webhooks === undefined || state.portals.get(change.portalId)?.installed !== true) return;
    const nextEventId = () => {
      lastEventId += 1;
      return lastEventId;
    };
    waiting.push(...makeEvents(change, app.webhooks.subscriptions, { appId: app.appId, nextEventId }));
    if (waiting.length > 0) timer ??= setTimeout(flush, state.settings.webhookDelayMs).unref();
  });

  const flush = (): void => {
    for (const batch of takeBatches()) void sendWithRetries(batch);
  };
  const takeBatches = (): WebhookEvent[][] => {
    clearTimeout(timer);
    timer = undefined;
    const batches = splitBatches(waiting);
    waiting = [];
    return batches;
  };
  const attempt = async (events: readonly WebhookEvent[], attemptNumber: number): Promise<DeliveryAttempt> => {
    const numbered = events.map((event) => ({ ...event, attemptNumber }));
    const status = state.app === undefined ? undefined : await post(state, send, { app: state.app, events: numbered });
    const made = { events: numbered, status, attemptNumber };
    attempts.push(made);
    return made;
  };
  const sendWithRetries = async (events: readonly WebhookEvent[]): Promise<void> => {
    for (const [attemptNumber, waitMs] of [0, ...state.settings.webhookRetryDelaysMs].entries()) {
      if (waitMs > 0) await sleep(waitMs, undefined, { ref: false });
      if (stopping.signal.aborted) return;
      const { status } = await attempt(events, attemptNumber);
      if (status !== undefined && status < 400) return;
    }
  };

  return {
    deliverNow: (events) =>
      Promise.all((events === undefined ? takeBatches() : splitBatches(events)).map((batch) => attempt(batch, 0))),
    attempts: () => attempts,
    stop() {
      stopping.abort();
      clearTimeout(timer);
      stopListening();
    },
  };
}

function splitBatches(events: readonly WebhookEvent[]): WebhookEvent[][] {
  const batches: WebhookEvent[][] = [];
  for (let start = 0; start < events.length; start += MAX_BATCH) batches.push(events.slice(start, start + MAX_BATCH));
  return batches;
}

async function post(
  state: SandboxState,
  send: SendToApp,
  delivery: { app: AppRegistration; events: readonly WebhookEvent[] },
): Promise<number | undefined> {
  const url = delivery.app.webhooks?.targetUrl;
  if (url === undefined) return undefined;
  const body = JSON.stringify(delivery.events);
  const { clientSecret } = delivery.app;
  const result = await send({
    method: 'POST',
    url,
    body,
    timeoutMs: state.settings.webhookTimeoutMs,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    headers: {
      'Content-Type': 'application/json',
      ...signVersion1({ clientSecret, body }),
      ...signVersion3({ method: 'POST', url, body, clientSecret, nowMs: state.clock.nowMs() }),
    },
  });
  return result.kind === 'answered' ? result.status : undefined;
}
