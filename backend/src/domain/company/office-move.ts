import { postcodesIn } from './normalise-postcode.ts';

/** Tells whether two addresses are of different places: only another postcode is a move, a corrected spelling is none. */
export function hasMovedOffice(before: string, after: string): boolean {
  const [from, to] = [postcodesIn(before), postcodesIn(after)];
  return to.length > 0 && from.length > 0 && to.at(-1) !== from.at(-1);
}
