import { describe, expect, it } from 'vitest';
import { gatherByKey } from '../../../backend/src/lib/gather-by-key.ts';

/** Answers in capitals, and remembers what it was asked in one call. */
function makeAsk() {
  const calls: { key: string; items: readonly string[] }[] = [];
  const ask = gatherByKey<string, string>(async (key, items) => {
    calls.push({ key, items: [...items] });
    return items.map((item) => item.toUpperCase());
  });
  return { calls, ask };
}

describe('what is asked in the same turn', () => {
  it('for one key is one call, and each gets its own answer', async () => {
    const { calls, ask } = makeAsk();

    expect(await Promise.all([ask('a', 'one'), ask('a', 'two')])).toEqual(['ONE', 'TWO']);
    expect(calls).toEqual([{ key: 'a', items: ['one', 'two'] }]);
  });

  it('for different keys never shares a call', async () => {
    const { calls, ask } = makeAsk();

    await Promise.all([ask('a', 'one'), ask('b', 'two')]);

    expect(calls).toEqual([
      { key: 'a', items: ['one'] },
      { key: 'b', items: ['two'] },
    ]);
  });

  it('does not hold for the next turn', async () => {
    const { calls, ask } = makeAsk();

    await ask('a', 'one');
    await ask('a', 'two');

    expect(calls).toHaveLength(2);
  });

  it('fails together, and the next call is not harmed', async () => {
    let isAway = true;
    const ask = gatherByKey<string, string>(async (_key, items) => {
      if (isAway) throw new Error('away');
      return items;
    });

    const both = await Promise.allSettled([ask('a', 'one'), ask('a', 'two')]);
    isAway = false;

    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await ask('a', 'three')).toBe('three');
  });

  it('gets an error when an answer is missing', async () => {
    const ask = gatherByKey<string, string>(async () => ['only one']);

    const both = await Promise.allSettled([ask('a', 'one'), ask('a', 'two')]);

    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});
