import type { WebhookSubscription } from '../state/app-registration.ts';
import { OBJECT_TYPES, parseObjectType } from '../state/object-types.ts';
import type { RecordChange } from '../state/record-change.ts';

/** Turns a change into the events of the subscriptions that ask for it. */
export type WebhookEvent = Readonly<Record<string, unknown>>;

export interface EventFacts {
  readonly appId: number;
  readonly nextEventId: () => number;
}

/** Makes one event for each subscription that matches; none when nobody asked. */
export function makeEvents(
  change: RecordChange,
  subscriptions: readonly WebhookSubscription[],
  facts: EventFacts,
): WebhookEvent[] {
  return subscriptions.flatMap((subscription, index) => {
    const style = matchSubscription(change, subscription);
    if (style === undefined) return [];
    return [
      {
        eventId: facts.nextEventId(),
        subscriptionId: index + 1,
        portalId: change.portalId,
        appId: facts.appId,
        occurredAt: change.occurredAtMs,
        subscriptionType: subscription.subscriptionType,
        attemptNumber: 0,
        objectId: Number(change.objectId),
        // Only the generic object.* events say of which type the object is.
        ...(style === 'generic' ? { objectTypeId: change.objectTypeId } : {}),
        changeSource: change.origin.sourceType,
        ...(change.origin.sourceId === undefined ? {} : { sourceId: change.origin.sourceId }),
        isSensitive: false,
        ...describeChange(change),
      },
    ];
  });
}

function matchSubscription(change: RecordChange, subscription: WebhookSubscription): 'generic' | 'named' | undefined {
  if (!subscription.active) return undefined;
  if (change.kind === 'propertyChange' && subscription.propertyName !== change.propertyName) return undefined;
  if (subscription.subscriptionType === `object.${change.kind}`) {
    return parseObjectType(subscription.objectType ?? '') === change.objectTypeId ? 'generic' : undefined;
  }
  const named = `${OBJECT_TYPES[change.objectTypeId].singular}.${change.kind}`;
  return subscription.subscriptionType === named ? 'named' : undefined;
}

const CHANGE_FLAGS: Partial<Record<RecordChange['kind'], string>> = {
  creation: 'NEW',
  deletion: 'DELETED',
  restore: 'RESTORED',
  privacyDeletion: 'DELETED',
};

function describeChange(change: RecordChange): Record<string, unknown> {
  const flag = CHANGE_FLAGS[change.kind];
  const { merge, association } = change;
  return {
    ...(flag === undefined ? {} : { changeFlag: flag }),
    ...(change.propertyName === undefined ? {} : { propertyName: change.propertyName }),
    ...(change.propertyValue === undefined ? {} : { propertyValue: change.propertyValue }),
    ...(merge === undefined
      ? {}
      : {
          primaryObjectId: Number(merge.primaryObjectId),
          mergedObjectIds: [Number(merge.mergedObjectId)],
          newObjectId: Number(merge.newObjectId),
          numberOfPropertiesMoved: 0,
        }),
    ...(association === undefined
      ? {}
      : {
          associationType:
            `${OBJECT_TYPES[change.objectTypeId].singular}_TO_${OBJECT_TYPES[association.toTypeId].singular}`.toUpperCase(),
          fromObjectId: Number(change.objectId),
          toObjectId: Number(association.toId),
          associationRemoved: association.isRemoved,
          isPrimaryAssociation: false,
        }),
  };
}
