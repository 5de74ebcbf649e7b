import { describe, expect, it } from 'vitest';
import { percentilesOf, spreadOf } from '../../../bench/statistics.ts';

describe('percentilesOf', () => {
  it('takes measured values by rank, in numeric order', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect(percentilesOf(values)).toEqual({ n: 200, p50: 100, p95: 190, p99: 198 });
  });

  it('gives the only value there is', () => {
    expect(percentilesOf([7])).toEqual({ n: 1, p50: 7, p95: 7, p99: 7 });
  });

  it('gives no number for no values', () => {
    expect(percentilesOf([]).p50).toBeNaN();
  });
});

describe('spreadOf', () => {
  it('tells least, middle and greatest', () => {
    expect(spreadOf([9, 1, 10])).toEqual({ runs: 3, min: 1, median: 9, max: 10 });
  });
});
