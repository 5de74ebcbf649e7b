import { describe, expect, it } from 'vitest';
import { makeRecordRoom, type RoomShare } from '../../../backend/src/use-cases/bulk/record-room.ts';

const STEP = 300;
const TURN_OF_THE_LOOP = () => new Promise((resolve) => setImmediate(resolve));

describe('the room for records', () => {
  /** Steps that ask for room one after the other, and those that found it. */
  const asking = async (records: number, steps: number) => {
    const room = makeRecordRoom(records);
    const shares = new Map<number, RoomShare>();
    for (let step = 0; step < steps; step += 1) void room.enter().then((share) => shares.set(step, share));
    await TURN_OF_THE_LOOP();
    const inside = async () => {
      await TURN_OF_THE_LOOP();
      return [...shares.keys()];
    };
    return { inside, share: (step: number) => shares.get(step) };
  };

  it('lets in as many whole steps as it holds', async () => {
    const { inside } = await asking(2 * STEP + 299, 4);

    expect(await inside()).toEqual([0, 1]);
  });

  it('lets the next one in when one has left, in the order in which they asked', async () => {
    const { inside, share } = await asking(STEP, 3);

    share(0)?.leave();

    expect(await inside()).toEqual([0, 1]);
  });

  it('has room for more steps where those inside are small', async () => {
    const { inside, share } = await asking(2 * STEP, 5);

    share(0)?.keep(100);
    share(1)?.keep(100);

    expect(await inside()).toEqual([0, 1, 2]);
  });

  it('gets back what a small step kept, and no more', async () => {
    const { inside, share } = await asking(STEP, 3);

    share(0)?.keep(100);
    share(0)?.leave();
    expect(await inside()).toEqual([0, 1]);

    share(1)?.keep(STEP);
    expect(await inside()).toEqual([0, 1]);
  });
});
