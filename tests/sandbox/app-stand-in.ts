import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

/** A tiny server in the app's place that keeps what it was sent. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface AppStandIn {
  readonly url: string;
  readonly received: ReceivedRequest[];
  /** Resolves when so many requests have arrived in all. */
  waitFor(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the stand-in; `answer` decides each reply, the number counting from 1. */
export async function startAppStandIn(answer: (response: ServerResponse, number: number) => void): Promise<AppStandIn> {
  const received: ReceivedRequest[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      received.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
      answer(response, received.length);
      for (const { count, resolve } of waiting) if (received.length >= count) resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    received,
    waitFor: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
