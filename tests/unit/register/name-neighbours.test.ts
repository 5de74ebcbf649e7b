import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  NEIGHBOURS_A_SIDE,
  type Neighbour,
  positionsToTry,
} from '../../../backend/src/adapters/register/name-neighbours.ts';
import { nameVariantsOf } from '../../../backend/src/adapters/register/name-variants.ts';

const reversed = (text: string) => [...text].reverse().join('');

/** What the register's statement gives, made from a list of names. */
function neighboursOf(key: string, register: readonly string[]): readonly Neighbour[] {
  const sides = [
    ['after', 'before', (text: string) => text],
    ['ends_after', 'ends_before', reversed],
  ] as const;
  return sides.flatMap(([after, before, read]) => {
    const sorted = register.toSorted((a, b) => (read(a) < read(b) ? -1 : 1));
    const at = sorted.findIndex((name) => read(name) >= read(key));
    const middle = at === -1 ? sorted.length : at;
    const shown = (side: typeof after | typeof before, names: readonly string[]) =>
      names.map((name) => ({ side, number: name, key: name, previousKeys: [] }));
    return [
      ...shown(after, sorted.slice(middle, middle + NEIGHBOURS_A_SIDE)),
      ...shown(before, sorted.slice(Math.max(0, middle - NEIGHBOURS_A_SIDE), middle)),
    ];
  });
}

// Few letters, so that a hundred names crowd together as millions do.
const name = fc.string({ unit: fc.constantFrom('A', 'B', ' '), minLength: 4, maxLength: 10 });

describe('the neighbours of a name', () => {
  it('and the variants that they do not rule out hold every name at one slip of the pen', () => {
    fc.assert(
      fc.property(name, fc.array(name, { minLength: 60, maxLength: 200 }), fc.nat(), (key, others, pick) => {
        const slips = nameVariantsOf(key);
        const slip = slips[pick % slips.length] ?? '';
        const register = [...new Set([...others, slip])];

        const neighbours = neighboursOf(key, register);
        const positions = positionsToTry(key, neighbours);

        const tried = positions === undefined ? [] : nameVariantsOf(key, positions);
        expect([...neighbours.map((neighbour) => neighbour.key), ...tried]).toContain(slip);
      }),
      { numRuns: 400 },
    );
  });

  it('leave nothing to try when they are all that there is', () => {
    expect(positionsToTry('OTTER LABS', neighboursOf('OTTER LABS', ['OTTER LABZ', 'PTTER LABS']))).toBeUndefined();
  });

  it('leave only the letters that neither a common beginning nor a common end covers', () => {
    const crowd = Array.from({ length: 60 }, (_, index) => String.fromCodePoint(65 + (index % 26)) + index);
    const register = crowd.flatMap((word) => [`OTTER${word}`, `${word}LABS`]);

    expect(positionsToTry('OTTER AND SONS LABS', neighboursOf('OTTER AND SONS LABS', register))).toBeUndefined();
    expect(positionsToTry('OTTERLABS', neighboursOf('OTTERLABS', register))).toEqual({ from: 3, to: 5 });
  });
});
