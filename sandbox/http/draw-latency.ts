import type { Latency } from '../state/sandbox-settings.ts';

/** Standard normal value that 99 of 100 draws stay below. */
const Z_99 = 2.326;

/**
 * How long to wait this time, in milliseconds.
 *
 * @param random draws from [0, 1), evenly
 */
export function drawLatencyMs(latency: Latency, random: () => number = Math.random): number {
  if (typeof latency === 'number') return latency;
  const sigma = Math.log(latency.p99Ms / latency.medianMs) / Z_99;
  // Box-Muller; 1 - random() is never 0.
  const z = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return latency.medianMs * Math.exp(sigma * z);
}
