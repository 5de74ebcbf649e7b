import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { JOB_PRIORITIES, type JobClass } from '../../../backend/src/domain/jobs/job-class.ts';
import { keepSlotFree } from '../../../backend/src/jobs/keep-slot-free.ts';

/** Workers that look for jobs as those of the queue do: they ask what to leave alone, then say that they look. */
function makeWorkers(concurrency: number) {
  const events = new EventEmitter();
  const ask = keepSlotFree(events, concurrency);
  const look = (workerId: string) => {
    const left = ask();
    events.emit('worker:getJob:start', { worker: { workerId } });
    return left === null ? 'any' : `none of ${left.join()}`;
  };
  const take = (workerId: string, jobClass: JobClass) => {
    const looked = look(workerId);
    events.emit('job:start', { worker: { workerId }, job: { priority: JOB_PRIORITIES[jobClass] } });
    return looked;
  };
  const findNothing = (workerId: string) => events.emit('worker:getJob:empty', { worker: { workerId } });
  const end = (workerId: string) => events.emit('job:complete', { worker: { workerId } });
  return { look, take, findNothing, end };
}

describe('a worker process with several workers', () => {
  it('keeps one of them free of what nobody waits for, as long as all others have such jobs', () => {
    const { look, take, end } = makeWorkers(3);
    expect(take('first', 'webhook')).toBe('none of background');
    expect([take('second', 'bulk'), take('third', 'schedule')]).toEqual(['any', 'any']);
    end('first');

    expect(look('first')).toBe('none of background');
    end('second');
    expect(look('second')).toBe('any');
  });

  it('counts those who may be about to take one', () => {
    const { look, take, findNothing } = makeWorkers(3);
    take('first', 'card');
    expect([look('second'), look('third'), look('fourth')]).toEqual(['any', 'any', 'none of background']);
    findNothing('second');

    expect(look('second')).toBe('any');
  });
});

describe('a worker process with one worker', () => {
  it('takes everything: there is none to keep free', () => {
    const { look } = makeWorkers(1);

    expect([look('only'), look('only')]).toEqual(['any', 'any']);
  });
});
