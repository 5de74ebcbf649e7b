import { describe, expect, it } from 'vitest';
import { makeWriteTurns, type WriteTurns } from '../../../backend/src/use-cases/bulk/write-turns.ts';

describe('the writes of a bulk run', () => {
  const letThrough = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  /** Looks that are answered when the test says so. */
  const looks = () => {
    const asked: ((isGoingOn: boolean) => void)[] = [];
    const isGoingOn = () => new Promise<boolean>((resolve) => asked.push(resolve));
    return { asked, isGoingOn };
  };
  /** Batches that leave as soon as they may, and are answered when the test says so. */
  const batches = (turns: WriteTurns) => {
    const left: string[] = [];
    const answers: (() => void)[] = [];
    const write = (name: string) =>
      turns.write([name], async (mayLeave) => {
        await mayLeave();
        left.push(name);
        return new Promise<string>((resolve) => answers.push(() => resolve(name)));
      });
    return { left, write, answerAll: () => answers.splice(0).forEach((answer) => void answer()) };
  };

  it('look one after the other, each just before it leaves, and are under way side by side', async () => {
    const { asked, isGoingOn } = looks();
    const { left, write, answerAll } = batches(makeWriteTurns(isGoingOn));
    const both = [write('first'), write('second')];
    await letThrough();
    const beforeFirst = { left: [...left], looks: asked.length };

    asked[0]?.(true);
    await letThrough();
    const beforeSecond = { left: [...left], looks: asked.length };
    asked[1]?.(true);
    await letThrough();

    expect(beforeFirst).toEqual({ left: [], looks: 1 });
    expect(beforeSecond).toEqual({ left: ['first'], looks: 2 });
    expect(left).toEqual(['first', 'second']);
    answerAll();
    expect(await Promise.all(both)).toEqual(['first', 'second']);
  });

  it('end with those that had left when somebody stopped the run', async () => {
    let isGoingOn = true;
    const turns = makeWriteTurns(async () => isGoingOn);
    const { left, write, answerAll } = batches(turns);
    const underWay = [write('first'), write('second')];
    await letThrough();

    isGoingOn = false;
    const late = Promise.allSettled([write('third'), write('fourth')]);
    await letThrough();
    answerAll();

    expect(await Promise.all(underWay)).toEqual(['first', 'second']);
    expect((await late).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(left).toEqual(['first', 'second']);
    expect(turns.isStopped()).toBe(true);
  });

  it('wait for their place in the CRM’s limit before they look', async () => {
    let isGoingOn = true;
    const turns = makeWriteTurns(async () => isGoingOn);
    let giveRoom = () => {};
    const room = new Promise<void>((resolve) => {
      giveRoom = resolve;
    });
    const waiting = turns.write(['1'], async (mayLeave) => {
      await room;
      await mayLeave();
      return 'sent';
    });
    await letThrough();

    isGoingOn = false;
    giveRoom();

    await expect(waiting).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it('are carried through with all their requests once the first has left', async () => {
    let isGoingOn = true;
    const turns = makeWriteTurns(async () => isGoingOn);

    const halves = await turns.write(['1', '2'], async (mayLeave) => {
      await mayLeave();
      isGoingOn = false;
      await mayLeave();
      return 'both halves';
    });

    expect(halves).toBe('both halves');
  });

  it('go on after one that failed', async () => {
    const turns = makeWriteTurns(async () => true);
    const failing = turns.write(['1'], async (mayLeave) => {
      await mayLeave();
      throw new Error('HubSpot is away');
    });
    const next = turns.write(['2'], async (mayLeave) => mayLeave().then(() => 'written'));

    await expect(failing).rejects.toThrow('HubSpot is away');
    expect(await next).toBe('written');
  });

  it('leave what else a record gets to those that were written before the stop, until they have it', async () => {
    let isGoingOn = true;
    const turns = makeWriteTurns(async () => isGoingOn);
    await turns.write(['1', '2'], (mayLeave) => mayLeave());
    const before = await turns.open(['2', '3']);

    isGoingOn = false;
    const afterwards = await turns.open(['1', '2', '3']);
    turns.close(['1']);

    expect([...before]).toEqual(['2', '3']);
    expect([...afterwards]).toEqual(['1', '2']);
    expect([...(await turns.open(['1', '2', '3']))]).toEqual(['2']);
  });

  it('need no look for what else a record gets that was written', async () => {
    let looked = 0;
    const turns = makeWriteTurns(async () => {
      looked += 1;
      return true;
    });
    await turns.write(['1', '2'], (mayLeave) => mayLeave());

    const open = await turns.open(['1', '2']);
    const looksOfWritten = looked;
    await turns.open(['2', '3']);

    expect([...open]).toEqual(['1', '2']);
    expect({ looksOfWritten, looked }).toEqual({ looksOfWritten: 1, looked: 2 });
  });
});
