import { describe, expect, it } from 'vitest';
import { makeWriteTurns } from '../../../backend/src/use-cases/bulk/write-turns.ts';

describe('the writes of a bulk run', () => {
  const letThrough = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  /** Sends that are answered when the test says so. */
  const recorded = () => {
    const sent: string[] = [];
    const answers: (() => void)[] = [];
    const send = (name: string) => () => {
      sent.push(name);
      return new Promise<string>((resolve) => answers.push(() => resolve(name)));
    };
    return { sent, send, answerNext: () => answers.shift()?.() };
  };

  it('go one batch after the other', async () => {
    const turns = makeWriteTurns(async () => true);
    const { sent, send, answerNext } = recorded();
    const both = [turns.write(['1'], send('first')), turns.write(['2'], send('second'))];

    await letThrough();
    const before = [...sent];
    answerNext();
    await letThrough();
    answerNext();

    expect(before).toEqual(['first']);
    expect(await Promise.all(both)).toEqual(['first', 'second']);
  });

  it('end with the batch that was under way when somebody stopped the run', async () => {
    let isGoingOn = true;
    const turns = makeWriteTurns(async () => isGoingOn);
    const { sent, send, answerNext } = recorded();
    const first = turns.write(['1'], send('first'));
    const waiting = Promise.allSettled([turns.write(['2'], send('second')), turns.write(['3'], send('third'))]);
    await letThrough();

    isGoingOn = false;
    answerNext();

    expect(await first).toBe('first');
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(sent).toEqual(['first']);
    expect(turns.isStopped()).toBe(true);
  });

  it('go on after one that failed', async () => {
    const turns = makeWriteTurns(async () => true);
    const failing = turns.write(['1'], () => Promise.reject(new Error('HubSpot is away')));
    const next = turns.write(['2'], async () => 'written');

    await expect(failing).rejects.toThrow('HubSpot is away');
    expect(await next).toBe('written');
  });

  it('leave what else a record gets to those that were written before the stop', async () => {
    let isGoingOn = true;
    const turns = makeWriteTurns(async () => isGoingOn);
    await turns.write(['1', '2'], async () => undefined);
    const before = await turns.open(['2', '3']);

    isGoingOn = false;

    expect([...before]).toEqual(['2', '3']);
    expect([...(await turns.open(['2', '3']))]).toEqual(['2']);
  });
});
