import { describe, expect, it } from 'vitest';
import { drawLatencyMs } from '../../sandbox/http/draw-latency.ts';

describe('latency of the local HubSpot', () => {
  it('is the same each time when it is a number', () => {
    expect([drawLatencyMs(90), drawLatencyMs(90)]).toEqual([90, 90]);
  });

  it('lies half the time below the median and one time in a hundred above the 99th percentile', () => {
    const draws = drawMany({ medianMs: 90, p99Ms: 400 }, 20_000);
    expect(draws.filter((ms) => ms < 90).length / draws.length).toBeCloseTo(0.5, 1);
    const late = draws.filter((ms) => ms > 400).length / draws.length;
    expect(late).toBeGreaterThan(0.007);
    expect(late).toBeLessThan(0.013);
  });
});

/** Draws with evenly spread numbers in place of chance. */
function drawMany(latency: { medianMs: number; p99Ms: number }, count: number): number[] {
  const golden = (Math.sqrt(5) - 1) / 2;
  return Array.from({ length: count }, (_, index) => {
    const pair = [(index + 0.5) / count, (index * golden) % 1];
    return drawLatencyMs(latency, () => pair.shift() ?? 0);
  });
}
