import { describe, expect, it } from 'vitest';
import { makeSpareLanes, type SpareLanes } from '../../../backend/src/use-cases/bulk/spare-lanes.ts';

describe('the lanes of a process', () => {
  /** A run that counts the lanes it has. */
  const joining = (lanes: SpareLanes, wanted: number) => {
    let held = 0;
    const share = lanes.join(wanted, () => {
      held += 1;
    });
    return {
      held: () => held,
      /** One of its lanes has done a step. */
      step: () => {
        if (!share.keep()) held -= 1;
      },
      end: () => {
        share.close();
        while (held > 0) {
          held -= 1;
          share.leave();
        }
      },
    };
  };

  it('are as many as a run wants, while there are any', () => {
    const lanes = makeSpareLanes(6);

    const runs = [joining(lanes, 3), joining(lanes, 3), joining(lanes, 3)];

    expect(runs.map((run) => run.held())).toEqual([3, 3, 0]);
  });

  it('are given on, step by step, to a run that has fewer', () => {
    const lanes = makeSpareLanes(6);
    const runs = [joining(lanes, 5), joining(lanes, 5), joining(lanes, 5)];

    for (const run of [...runs, ...runs, ...runs, ...runs]) if (run.held() > 0) run.step();

    expect(runs.map((run) => run.held())).toEqual([2, 2, 2]);
  });

  it('go to others when a run ends, and none to one that ended', () => {
    const lanes = makeSpareLanes(4);
    const [first, second] = [joining(lanes, 3), joining(lanes, 3)];
    const before = [first.held(), second.held()];

    first.end();
    second.end();
    const third = joining(lanes, 4);

    expect(before).toEqual([3, 1]);
    expect([first.held(), second.held(), third.held()]).toEqual([0, 0, 4]);
  });
});
