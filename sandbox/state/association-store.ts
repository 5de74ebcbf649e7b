import { findPairTypes } from './association-types.ts';
import type { ObjectTypeId } from './object-types.ts';

/** Who is associated with whom; both directions are kept, each with its own type ids, as HubSpot answers them. */
export interface RecordRef {
  readonly typeId: ObjectTypeId;
  readonly id: string;
}

export interface AssociationLink {
  readonly to: RecordRef;
  readonly typeIds: readonly number[];
}

export interface AssociationStore {
  list(from: RecordRef, toType: ObjectTypeId): readonly AssociationLink[];
  /** Adds the default association and makes it primary when it is the first; false when it exists already. */
  addDefault(from: RecordRef, to: RecordRef): boolean;
  makePrimary(from: RecordRef, to: RecordRef): void;
  remove(from: RecordRef, to: RecordRef): boolean;
  removeAll(ref: RecordRef): void;
  moveAll(source: RecordRef, target: RecordRef): void;
}

/** Makes an empty in-memory association store. */
export function makeAssociationStore(): AssociationStore {
  const links = new Map<string, Map<string, AssociationLink>>();
  const keyOf = (ref: RecordRef): string => `${ref.typeId}/${ref.id}`;
  const linksOf = (ref: RecordRef): Map<string, AssociationLink> => {
    const known = links.get(keyOf(ref)) ?? new Map<string, AssociationLink>();
    links.set(keyOf(ref), known);
    return known;
  };
  const list = (from: RecordRef, toType: ObjectTypeId): AssociationLink[] =>
    [...(links.get(keyOf(from))?.values() ?? [])].filter((link) => link.to.typeId === toType);
  const setTypes = (from: RecordRef, to: RecordRef, isPrimary: boolean): void => {
    const pair = findPairTypes(from.typeId, to.typeId);
    if (pair === undefined) return;
    const typeIds = isPrimary && pair.primary !== undefined ? [pair.primary, pair.unlabeled] : [pair.unlabeled];
    linksOf(from).set(keyOf(to), { to, typeIds });
  };
  const hasPrimary = (from: RecordRef, toType: ObjectTypeId): boolean => {
    const primary = findPairTypes(from.typeId, toType)?.primary;
    return primary !== undefined && list(from, toType).some((link) => link.typeIds.includes(primary));
  };
  const companySide = (from: RecordRef, to: RecordRef): [RecordRef, RecordRef] =>
    from.typeId === '0-2' ? [to, from] : [from, to];

  const store: AssociationStore = {
    list,
    addDefault(from, to) {
      if (linksOf(from).has(keyOf(to))) return false;
      // "Primary" is the company of a contact or deal, never the other way round.
      const [owner, company] = companySide(from, to);
      const isPrimary = company.typeId === '0-2' && !hasPrimary(owner, '0-2');
      setTypes(from, to, isPrimary);
      setTypes(to, from, isPrimary);
      return true;
    },
    makePrimary(from, to) {
      const [owner, company] = companySide(from, to);
      for (const link of list(owner, company.typeId)) {
        setTypes(owner, link.to, link.to.id === company.id);
        setTypes(link.to, owner, link.to.id === company.id);
      }
    },
    remove(from, to) {
      linksOf(to).delete(keyOf(from));
      return linksOf(from).delete(keyOf(to));
    },
    removeAll(ref) {
      for (const link of linksOf(ref).values()) linksOf(link.to).delete(keyOf(ref));
      links.delete(keyOf(ref));
    },
    moveAll(source, target) {
      const moved = [...linksOf(source).values()];
      store.removeAll(source);
      for (const link of moved) store.addDefault(target, link.to);
    },
  };
  return store;
}
