import type { Allowance } from './call-windows.ts';

/** When the calls of one portal and bucket really left this process. */
export interface Departures {
  /** Notes that one leaves now when the limit has room for it; otherwise answers in how many milliseconds it may have, above 0. */
  leave(): number;
}

/** By how much more one call may be late on its way to HubSpot than another; what other processes send is not seen here. */
const ON_THE_WAY_MS = 50;

/**
 * Keeps what leaves this process below the limit by the times at which it left.
 *
 * A process that is busy, or looks whether its work goes on, sends some calls later than at the times that it was given. Those
 * of the next window, sent in time, would meet them inside HubSpot's window.
 *
 * @param readAllowance calls that HubSpot takes in a window, with our guard on top of its length
 */
export function makeDepartures(nowMs: () => number, readAllowance: () => Allowance, guardMs: number): Departures {
  let leftMs: number[] = [];
  return {
    leave() {
      const { calls, windowMs } = readAllowance();
      const spanMs = windowMs - guardMs + ON_THE_WAY_MS;
      const now = nowMs();
      leftMs = leftMs.filter((atMs) => atMs > now - spanMs);
      const oldest = leftMs.at(-calls);
      if (oldest !== undefined) return oldest + spanMs - now;
      leftMs.push(now);
      return 0;
    },
  };
}
