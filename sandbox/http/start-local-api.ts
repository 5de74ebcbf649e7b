import { createServer } from 'node:http';
import express, { type Router } from 'express';
import { type Faults, makeFaults } from './faults.ts';

/** One request that was answered. */
export interface AnsweredRequest {
  readonly path: string;
  readonly status: number;
}

/** What a stand-in for a web API is made of. */
export interface LocalApiDeps {
  readonly apiKey: string;
  readonly faults: Faults;
  readonly onRequest: (request: AnsweredRequest) => void;
}

/** A stand-in for a web API on a port of its own. */
export interface RunningLocalApi {
  readonly url: string;
  readonly apiKey: string;
  readonly faults: Faults;
  /** What was asked, in order of the answers. */
  readonly requests: AnsweredRequest[];
  stop(): Promise<void>;
}

/** Starts one on a free port of 127.0.0.1. */
export async function startLocalApi(
  apiKey: string,
  makeRouter: (deps: LocalApiDeps) => Router,
): Promise<RunningLocalApi> {
  const requests: AnsweredRequest[] = [];
  const faults = makeFaults();
  const app = express();
  app.disable('etag');
  app.use(makeRouter({ apiKey, faults, onRequest: (request) => void requests.push(request) }));
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
