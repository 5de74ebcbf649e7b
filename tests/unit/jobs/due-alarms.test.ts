import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeDueAlarms } from '../../../backend/src/jobs/due-alarms.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Alarms, and how many jobs they told of so far. */
function makeAlarms() {
  const told: number[] = [];
  return { alarms: makeDueAlarms((jobs) => told.push(jobs)), told };
}

describe('alarms for jobs that were put off', () => {
  it('tell of each moment once, with how many jobs become due then, and not before', () => {
    const { alarms, told } = makeAlarms();
    alarms.replace(performance.now(), [0, 300, 300, 700]);

    vi.advanceTimersByTime(299);
    expect(told).toEqual([1]);
    vi.advanceTimersByTime(500);
    expect(told).toEqual([1, 2, 1]);
  });

  it('forget what the next answer no longer holds: somebody took it', () => {
    const { alarms, told } = makeAlarms();
    alarms.replace(performance.now(), [300]);
    vi.advanceTimersByTime(100);
    alarms.replace(performance.now(), [400]);

    vi.advanceTimersByTime(350);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(told).toEqual([1]);
  });

  it('keep what was added after the answer was asked for, which cannot know of it', () => {
    const { alarms, told } = makeAlarms();
    const askedAtMs = performance.now();
    vi.advanceTimersByTime(1);
    alarms.add(50);
    alarms.replace(askedAtMs, []);

    vi.advanceTimersByTime(60);
    expect(told).toEqual([1]);
  });

  it('tell of nothing once they are stopped', () => {
    const { alarms, told } = makeAlarms();
    alarms.replace(performance.now(), [0, 100]);
    alarms.add(100);
    alarms.stop();

    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([]);
  });
});
