import { createServer } from 'node:http';
import express from 'express';
import { type Faults, makeFaults } from '../http/faults.ts';
import type { OppspotCompanyBody } from './oppspot-company.ts';
import { makeOppspotRouter } from './oppspot-router.ts';

/** A local oppSpot on a port of its own. */
export interface RunningOppspot {
  readonly url: string;
  readonly apiKey: string;
  readonly faults: Faults;
  /** What was asked, in order of the answers. */
  readonly requests: { readonly path: string; readonly status: number }[];
  stop(): Promise<void>;
}

/** Starts one on a free port of 127.0.0.1. */
export async function startOppspot(companies: readonly OppspotCompanyBody[]): Promise<RunningOppspot> {
  const requests: RunningOppspot['requests'] = [];
  const faults = makeFaults();
  const apiKey = 'key-of-the-local-oppspot';
  const app = express();
  app.disable('etag');
  app.use(makeOppspotRouter({ apiKey, companies, faults, onRequest: (request) => void requests.push(request) }));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    apiKey,
    faults,
    requests,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
