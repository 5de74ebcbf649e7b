import { notFoundError, validationError } from '../http/hubspot-error.ts';
import type { RecordRef } from '../state/association-store.ts';
import { findPairTypes } from '../state/association-types.ts';
import { type ChangeContext, findRecord, publish } from './change-records.ts';

/** Puts two records together by HubSpot's default association; answers both directions as HubSpot does. */
export function addAssociation(context: ChangeContext, from: RecordRef, to: RecordRef): Record<string, unknown>[] {
  const there = findPairTypes(from.typeId, to.typeId);
  const back = findPairTypes(to.typeId, from.typeId);
  if (there === undefined || back === undefined) {
    throw validationError(`No association exists between ${from.typeId} and ${to.typeId}`);
  }
  for (const ref of [from, to]) {
    if (findRecord(context.portal, ref.typeId, ref.id) === undefined) {
      throw notFoundError(`No ${ref.typeId} object exists with id ${ref.id}`);
    }
  }
  const isNew = context.portal.associations.addDefault(from, to);
  if (isNew) publishAssociation(context, { from, to, isRemoved: false });
  const describe = (a: RecordRef, b: RecordRef, associationTypeId: number): Record<string, unknown> => ({
    from: { id: a.id },
    to: { id: b.id },
    associationSpec: { associationCategory: 'HUBSPOT_DEFINED', associationTypeId },
  });
  return [describe(from, to, there.unlabeled), describe(to, from, back.unlabeled)];
}

/** Takes two records apart; what is apart already stays so without a word. */
export function removeAssociation(context: ChangeContext, from: RecordRef, to: RecordRef): void {
  if (context.portal.associations.remove(from, to)) publishAssociation(context, { from, to, isRemoved: true });
}

function publishAssociation(
  context: ChangeContext,
  link: { from: RecordRef; to: RecordRef; isRemoved: boolean },
): void {
  // HubSpot tells both sides, each to its own subscription.
  for (const [from, to] of [
    [link.from, link.to],
    [link.to, link.from],
  ] as const) {
    const association = { toTypeId: to.typeId, toId: to.id, isRemoved: link.isRemoved };
    publish(context, { id: from.id, objectTypeId: from.typeId }, { kind: 'associationChange', association });
  }
}
