import { describe, expect, it } from 'vitest';
import { makeSearchRoom } from '../../../backend/src/use-cases/bulk/search-room.ts';

describe('the search that steps share', () => {
  const setUp = () => {
    const room = makeSearchRoom();
    const answers: (() => void)[] = [];
    const search = () => new Promise<string>((resolve) => answers.push(() => resolve('searched')));
    const ask = (calls: number) => room.use(calls, search, async () => 'read');
    return { ask, answerAll: () => answers.splice(0).forEach((answer) => void answer()) };
  };

  it('is asked by those it has room for, while the others read under another limit', async () => {
    const { ask, answerAll } = setUp();
    const asked = [ask(4), ask(3), ask(3), ask(1)];

    answerAll();

    expect(await Promise.all(asked)).toEqual(['searched', 'searched', 'searched', 'read']);
  });

  it('is asked by a large step when nobody else does, and has room again afterwards', async () => {
    const { ask, answerAll } = setUp();
    const large = ask(12);
    const beside = ask(1);
    answerAll();
    const first = await Promise.all([large, beside]);

    const next = ask(1);
    answerAll();

    expect(first).toEqual(['searched', 'read']);
    expect(await next).toBe('searched');
  });

  it('has room again after one that failed', async () => {
    const room = makeSearchRoom();
    const failing = room.use(
      3,
      () => Promise.reject(new Error('away')),
      async () => 'read',
    );
    await expect(failing).rejects.toThrow('away');

    expect(
      await room.use(
        3,
        async () => 'searched',
        async () => 'read',
      ),
    ).toBe('searched');
  });
});
