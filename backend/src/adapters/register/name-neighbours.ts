/** A company beside a name in alphabetical order, read from the front or from the back. */
export interface Neighbour {
  readonly side: Side;
  readonly number: string;
  readonly key: string;
  readonly previousKeys: readonly string[];
}

type Side = 'after' | 'before' | 'ends_after' | 'ends_before';

/** Positions in a name, both included. */
export interface Positions {
  readonly from: number;
  readonly to: number;
}

/** Neighbours read on each side; all of them must be given to `positionsToTry`. */
export const NEIGHBOURS_A_SIDE = 20;

/**
 * Where a single slip of the pen could still hide a company once the neighbours are known; undefined: nowhere.
 *
 * A slip leaves the letters before it and those behind it as they are. A name with the same beginning is among the
 * neighbours unless the furthest of them has that beginning too, and so for the end. Only between the two is anything
 * left to look for, and in a register of millions that is mostly a few letters or none.
 */
export function positionsToTry(key: string, neighbours: readonly Neighbour[]): Positions | undefined {
  const sharedOf = (side: Side, wanted: string, read: (key: string) => string): number => {
    const beside = neighbours.filter((neighbour) => neighbour.side === side);
    if (beside.length < NEIGHBOURS_A_SIDE) return -1; // all there are
    return Math.min(...beside.map((neighbour) => lettersInCommon(wanted, read(neighbour.key))));
  };
  const same = (text: string) => text;
  const beginning = Math.max(sharedOf('after', key, same), sharedOf('before', key, same));
  const reversedKey = reversed(key);
  const end = Math.max(sharedOf('ends_after', reversedKey, reversed), sharedOf('ends_before', reversedKey, reversed));
  // Two letters that changed places reach furthest: all behind the second is whole.
  const from = Math.max(0, key.length - 2 - end);
  const to = Math.min(key.length, beginning);
  return from <= to && end >= 0 ? { from, to } : undefined;
}

function lettersInCommon(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let count = 0;
  while (count < most && a[count] === b[count]) count += 1;
  return count;
}

/** As PostgreSQL's `reverse`: by characters, not by code units. */
function reversed(text: string): string {
  return [...text].reverse().join('');
}
