import type { IncomingMessage, Server } from 'node:http';
import { readPreciseTimeMs } from './request-journal.ts';

const arrivals = new WeakMap<IncomingMessage, number>();

/** Notes when each request's head was read, before any route looks at it: routing is the sandbox's time. */
export function noteArrivals(server: Server): void {
  server.prependListener('request', (request: IncomingMessage) => {
    arrivals.set(request, readPreciseTimeMs());
  });
}

/** When the request came, in Unix milliseconds with a fraction; now, when nobody noted it. */
export function readArrivalMs(request: IncomingMessage): number {
  return arrivals.get(request) ?? readPreciseTimeMs();
}
