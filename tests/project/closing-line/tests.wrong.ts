import { beforeAll, describe, expect, it } from 'vitest';

it('passes', () => expect(1).toBe(1));
it('fails', () => expect(1).toBe(2));
it.skip('is left out', () => expect(1).toBe(2));

describe('what cannot begin', () => {
  beforeAll(() => {
    throw new Error('no database');
  });

  it('is never run', () => expect(1).toBe(1));
});
