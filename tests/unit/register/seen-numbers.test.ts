import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeSeenNumbers } from '../../../backend/src/adapters/register/seen-numbers.ts';

const number = fc.oneof(
  fc.integer({ min: 0, max: 99_999_999 }).map((serial) => String(serial).padStart(8, '0')),
  fc.integer({ min: 0, max: 999_999 }).map((serial) => `SC${String(serial).padStart(6, '0')}`),
  fc.constantFrom('IP19198R', 'R0000123', 'SP2714RS'),
);

it('answers as a set would', () => {
  fc.assert(
    fc.property(fc.array(number), fc.array(number), (added, asked) => {
      const seen = makeSeenNumbers();
      const set = new Set<string>();
      for (const one of added) {
        expect(seen.add(one)).toBe(!set.has(one));
        set.add(one);
      }
      for (const one of [...added, ...asked]) expect(seen.has(one)).toBe(set.has(one));
    }),
  );
});
