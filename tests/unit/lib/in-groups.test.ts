import { describe, expect, it } from 'vitest';
import { inGroups } from '../../../backend/src/lib/in-groups.ts';

/** A call that ends when the test says so. */
function startCalls(limits: { atOnce: number; perCall: number }) {
  const calls: { readonly inputs: readonly string[]; end: (output: string) => void; fail: (error: Error) => void }[] =
    [];
  const send = inGroups<string, string>(
    (inputs) => new Promise((resolve, reject) => calls.push({ inputs, end: resolve, fail: reject })),
    limits,
  );
  return { calls, send, inputs: () => calls.map((call) => call.inputs) };
}

describe('calls in groups', () => {
  it('send what comes first at once, and what comes meanwhile together', async () => {
    const { calls, send, inputs } = startCalls({ atOnce: 1, perCall: 10 });

    const answers = ['a', 'b', 'c'].map(send);
    expect(inputs()).toEqual([['a']]);
    calls[0]?.end('first');
    expect(await answers[0]).toBe('first');
    calls[1]?.end('second');

    expect(inputs()).toEqual([['a'], ['b', 'c']]);
    expect(await Promise.all(answers)).toEqual(['first', 'second', 'second']);
  });

  it('keep the number of calls at once and the size of each', () => {
    const { send, inputs } = startCalls({ atOnce: 2, perCall: 2 });

    for (const input of ['a', 'b', 'c', 'd', 'e']) void send(input);

    expect(inputs()).toEqual([['a'], ['b']]);
  });

  it('go on after one that failed, which fails all that went with it and nothing else', async () => {
    const { calls, send, inputs } = startCalls({ atOnce: 1, perCall: 2 });
    const answers = ['a', 'b', 'c', 'd'].map((input) => send(input).catch((error: Error) => error.message));
    calls[0]?.end('first');
    await answers[0];

    calls[1]?.fail(new Error('away'));
    await answers[2];
    calls[2]?.end('third');

    expect(inputs()).toEqual([['a'], ['b', 'c'], ['d']]);
    expect(await Promise.all(answers)).toEqual(['first', 'away', 'away', 'third']);
  });
});
