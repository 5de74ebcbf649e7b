import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTimeLimit } from '../../../backend/src/lib/time-limit.ts';

describe('a time limit', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('aborts when its time is over, and not before', () => {
    const { signal } = startTimeLimit(1_000);
    vi.advanceTimersByTime(999);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal.aborted).toBe(true);
  });

  it('aborts sooner with any of the others, also with one that was aborted before', () => {
    const other = new AbortController();
    const limit = startTimeLimit(1_000, [other.signal]);
    other.abort();
    expect(limit.signal.aborted).toBe(true);
    expect(startTimeLimit(1_000, [AbortSignal.abort()]).signal.aborted).toBe(true);
  });

  it('leaves no timer behind and aborts no more once it was ended', () => {
    const other = new AbortController();
    const limit = startTimeLimit(1_000, [other.signal]);
    limit.end();
    expect(vi.getTimerCount()).toBe(0);
    other.abort();
    vi.advanceTimersByTime(2_000);
    expect(limit.signal.aborted).toBe(false);
  });
});
