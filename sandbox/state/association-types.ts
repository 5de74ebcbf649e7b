import { OBJECT_TYPES, type ObjectTypeId } from './object-types.ts';

/** HubSpot's own association types between the record types the sandbox keeps. */
interface PairTypes {
  readonly unlabeled: number;
  readonly primary?: number;
}

// Numbers: HubSpot's AssociationTypes table; contact → deal is 4 and deal → contact is 3.
const TYPES: Readonly<Record<string, PairTypes>> = {
  '0-1>0-2': { unlabeled: 279, primary: 1 },
  '0-2>0-1': { unlabeled: 280, primary: 2 },
  '0-3>0-1': { unlabeled: 3 },
  '0-1>0-3': { unlabeled: 4 },
  '0-3>0-2': { unlabeled: 341, primary: 5 },
  '0-2>0-3': { unlabeled: 342, primary: 6 },
  '0-27>0-1': { unlabeled: 204 },
  '0-1>0-27': { unlabeled: 203 },
  '0-27>0-2': { unlabeled: 192 },
  '0-2>0-27': { unlabeled: 191 },
  '0-27>0-3': { unlabeled: 216 },
  '0-3>0-27': { unlabeled: 215 },
  '0-46>0-1': { unlabeled: 202 },
  '0-1>0-46': { unlabeled: 201 },
  '0-46>0-2': { unlabeled: 190 },
  '0-2>0-46': { unlabeled: 189 },
  '0-46>0-3': { unlabeled: 214 },
  '0-3>0-46': { unlabeled: 213 },
};

/** The default type ids for a direction; undefined when HubSpot has no such association. */
export function findPairTypes(from: ObjectTypeId, to: ObjectTypeId): PairTypes | undefined {
  return TYPES[`${from}>${to}`];
}

/** The text HubSpot puts beside an inline association: `contact_to_company` is the primary one. */
export function nameAssociation(from: ObjectTypeId, to: ObjectTypeId, typeId: number): string {
  const name = `${OBJECT_TYPES[from].singular}_to_${OBJECT_TYPES[to].singular}`;
  const pair = findPairTypes(from, to);
  return pair?.primary !== undefined && typeId === pair.unlabeled ? `${name}_unlabeled` : name;
}
