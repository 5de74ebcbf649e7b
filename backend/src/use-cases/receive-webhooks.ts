import type { RecordEvent } from '../domain/sync/record-event.ts';
import type { PortalEvent, WebhookStore } from '../ports/webhook-store.ts';

/** One event as it was read from a request. */
export interface IncomingEvent extends PortalEvent {
  /** Our own write, as HubSpot says. */
  readonly isOwnWrite: boolean;
}

/** What the use case touches. */
export interface ReceiveWebhooksDeps {
  readonly webhooks: Pick<WebhookStore, 'receive'>;
  /** Called once per request, with how many of its events were our own writes coming back. */
  readonly observeEchoes: (echoes: number) => void;
}

/**
 * Keeps the events of one request in one statement; work follows in jobs. Our own writes coming back are dropped before
 * anything is stored: a bulk run echoes more than all people of a portal type.
 */
export async function receiveWebhooks(deps: ReceiveWebhooksDeps, incoming: readonly IncomingEvent[]): Promise<void> {
  const foreign = incoming.filter(({ isOwnWrite, event }) => !isOwnWrite || !ECHOES.has(event.kind));
  if (foreign.length > 0) await deps.webhooks.receive(foreign);
  deps.observeEchoes(incoming.length - foreign.length);
}

/** What our own writes cause. A deletion or merge is never ours, whoever HubSpot names. */
const ECHOES: ReadonlySet<RecordEvent['kind']> = new Set(['creation', 'propertyChange', 'associationChange']);
