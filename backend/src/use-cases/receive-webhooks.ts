import type { RecordEvent } from '../domain/sync/record-event.ts';
import type { PortalEvents, WebhookStore } from '../ports/webhook-store.ts';

/** One event as it was read from a request. */
export interface IncomingEvent {
  readonly portalId: number;
  readonly event: RecordEvent;
  /** Our own write, as HubSpot says. */
  readonly isOwnWrite: boolean;
}

/** What became of the events of one request. */
export interface WebhookReceipt {
  readonly kept: number;
  readonly echoes: number;
  /** Of portals that are not connected. */
  readonly dropped: number;
}

/** What the use case touches. */
export interface ReceiveWebhooksDeps {
  readonly webhooks: Pick<WebhookStore, 'receive'>;
  readonly observe: (receipt: WebhookReceipt) => void;
}

/**
 * Keeps the events of one request in one statement; work follows in jobs. Our own writes coming back are dropped before
 * anything is stored: a bulk run echoes more than all people of a portal type.
 */
export async function receiveWebhooks(
  deps: ReceiveWebhooksDeps,
  incoming: readonly IncomingEvent[],
): Promise<WebhookReceipt> {
  const foreign = incoming.filter(({ isOwnWrite, event }) => !isOwnWrite || !ECHOES.has(event.kind));
  const byPortal = new Map<number, RecordEvent[]>();
  for (const { portalId, event } of foreign) {
    const events = byPortal.get(portalId) ?? [];
    events.push(event);
    byPortal.set(portalId, events);
  }
  const deliveries: PortalEvents[] = [...byPortal].map(([portalId, events]) => ({ portalId, events }));
  const { dropped } = deliveries.length === 0 ? { dropped: 0 } : await deps.webhooks.receive(deliveries);
  const receipt = { kept: foreign.length - dropped, echoes: incoming.length - foreign.length, dropped };
  deps.observe(receipt);
  return receipt;
}

/** What our own writes cause. A deletion or merge is never ours, whoever HubSpot names. */
const ECHOES: ReadonlySet<RecordEvent['kind']> = new Set(['creation', 'propertyChange', 'associationChange']);
