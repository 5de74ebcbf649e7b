import { describe, expect, it } from 'vitest';
import { makeBatchGate } from '../../../backend/src/use-cases/bulk/batch-gate.ts';

describe('batch gate', () => {
  const recorded = () => {
    const calls: (readonly string[])[] = [];
    return {
      calls,
      answer: async (questions: readonly string[]) => {
        calls.push(questions);
        return questions.map((question) => question.toUpperCase());
      },
    };
  };

  it('sends together what tasks ask one at a time, and gives each its own answer', async () => {
    const gate = makeBatchGate();
    const { calls, answer } = recorded();
    const read = gate.kind('read', answer);

    const answers = await Promise.all(['a', 'b', 'c'].map((name) => gate.run(() => read(name))));

    expect(answers).toEqual(['A', 'B', 'C']);
    expect(calls).toEqual([['a', 'b', 'c']]);
  });

  it('waits for tasks that still work, and not for those that have ended', async () => {
    const gate = makeBatchGate();
    const { calls, answer } = recorded();
    const read = gate.kind('read', answer);
    const slow = async () => {
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      return read('slow');
    };

    await Promise.all([gate.run(() => read('quick')), gate.run(slow), gate.run(async () => 'no question')]);

    expect(calls).toEqual([['quick', 'slow']]);
  });

  it('keeps writes back while somebody has to read, so that all of them go out together', async () => {
    const gate = makeBatchGate();
    const [reads, writes] = [recorded(), recorded()];
    const read = gate.kind('read', reads.answer);
    const write = gate.kind('write', writes.answer);

    await Promise.all([gate.run(() => write('first')), gate.run(async () => write(await read('second')))]);

    expect(reads.calls).toEqual([['second']]);
    expect(writes.calls).toEqual([['first', 'SECOND']]);
  });

  it('tells a failure to all who asked in that call, and goes on with the others', async () => {
    const gate = makeBatchGate();
    const read = gate.kind('read', async (questions: readonly string[]): Promise<readonly string[]> => {
      throw new Error(questions.join());
    });

    const results = await Promise.allSettled(['a', 'b'].map((name) => gate.run(() => read(name))));

    expect(results.map((result) => result.status === 'rejected' && result.reason.message)).toEqual(['a,b', 'a,b']);
  });

  it('counts the parts of a task one by one, so that what they ask goes out with what others ask', async () => {
    const gate = makeBatchGate();
    const [reads, writes] = [recorded(), recorded()];
    const read = gate.kind('read', reads.answer);
    const write = gate.kind('write', writes.answer);
    const task = (name: string) => () =>
      gate.split([() => write(`task ${name}`), async () => write(await read(`deal ${name}`))]);

    const answers = await Promise.all(['a', 'b'].map((name) => gate.run(task(name))));

    expect(answers[0]).toEqual(['TASK A', 'DEAL A']);
    expect(reads.calls).toEqual([['deal a', 'deal b']]);
    expect(writes.calls).toEqual([['task a', 'task b', 'DEAL A', 'DEAL B']]);
  });

  it('gives the place of its parts back to a task, which goes on asking when all of them have ended', async () => {
    const gate = makeBatchGate();
    const { calls, answer } = recorded();
    const read = gate.kind('read', answer);
    const split = async () => {
      await gate.split([async () => 'at once', () => read('part')]);
      return read('afterwards');
    };

    await Promise.all([gate.run(split), gate.run(async () => read(await read('other')))]);

    expect(calls).toEqual([
      ['part', 'other'],
      ['OTHER', 'afterwards'],
    ]);
  });

  it('tells a failed part only when the others have ended', async () => {
    const gate = makeBatchGate();
    const read = gate.kind('read', recorded().answer);
    const answers: string[] = [];
    const fail = async () => {
      throw new Error('failed');
    };
    const goOn = async () => {
      const answer = await read('goes on');
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      answers.push(answer);
    };

    await expect(gate.run(() => gate.split([fail, goOn]))).rejects.toThrow('failed');

    expect(answers).toEqual(['GOES ON']);
  });
});
