import { distance } from 'fastest-levenshtein';
import { describe, expect, it } from 'vitest';
import { nameVariantsOf } from '../../../backend/src/adapters/register/name-variants.ts';

describe('nameVariantsOf', () => {
  it('holds every slip of the pen and never the name itself', () => {
    const variants = new Set(nameVariantsOf('OTTER LABS'));

    for (const slip of [
      'TTER LABS',
      'OTTERLABS',
      'OTTER LASB',
      'OTTERR LABS',
      'OTTER LAPS',
      'XOTTER LABS',
      'OTTER LABSX',
    ]) {
      expect(variants).toContain(slip);
    }
    expect(variants).not.toContain('OTTER LABS');
  });

  it('holds nothing further away than two swapped letters', () => {
    expect(nameVariantsOf('OTTER LABS').every((variant) => distance(variant, 'OTTER LABS') <= 2)).toBe(true);
  });

  it('keeps to the positions asked for', () => {
    const variants = nameVariantsOf('OTTER LABS', { from: 5, to: 6 });

    expect(variants).toEqual(expect.arrayContaining(['OTTERLABS', 'OTTER XABS']));
    expect(variants.every((variant) => variant.startsWith('OTTER'))).toBe(true);
  });

  it('is empty for names so short that everything is near, and so long that ends find them', () => {
    expect(nameVariantsOf('BP')).toEqual([]);
    expect(nameVariantsOf('A'.repeat(60))).toEqual([]);
  });
});
