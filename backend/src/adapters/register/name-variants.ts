import type { Positions } from './name-neighbours.ts';

// Keys are upper-case words; a digit is rarely mistyped and would add half as much again.
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ '];
// 54 variants a position: more would cost more than one more guess is worth.
const MAX_POSITIONS = 41;

/**
 * All keys at one slip of the pen from a key: a letter left out, put in, replaced, or two swapped; at these positions, or
 * at all.
 *
 * Looking these up one by one in a sorted index takes the same few milliseconds however large the register is, where
 * a search for similar strings grows with it.
 */
export function nameVariantsOf(key: string, { from, to }: Positions = { from: 0, to: key.length }): readonly string[] {
  if (key.length < 3 || to - from >= MAX_POSITIONS) return [];
  const variants = new Set<string>();
  for (let at = from; at <= to; at += 1) {
    const before = key.slice(0, at);
    const after = key.slice(at);
    for (const letter of LETTERS) {
      variants.add(before + letter + after);
      if (after !== '') variants.add(before + letter + after.slice(1));
    }
    variants.add(before + after.slice(1));
    if (after.length > 1) variants.add(before + after[1] + after[0] + after.slice(2));
  }
  variants.delete(key);
  return [...variants];
}
