import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One step of the script: how the next request is answered. */
export type Step = (response: ServerResponse, request: ReceivedRequest) => void;

/** A server that answers what the test wrote down, step by step, and nothing else. */
export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Sockets that are open now. */
  countOpenSockets(): number;
  /** Sockets that were ever opened. */
  countSockets(): number;
  script(...steps: Step[]): void;
  stop(): Promise<void>;
}

/** Starts on a free port of 127.0.0.1. A request beyond the script is answered 599. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const requests: ReceivedRequest[] = [];
  const steps: Step[] = [];
  const open = new Set<object>();
  let sockets = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { method = '', url = '', headers } = request;
    const received = { method, url, headers, text: Buffer.concat(chunks).toString() };
    requests.push(received);
    (steps.shift() ?? json(599, { message: 'beyond the script' }))(response, received);
  });
  server.on('connection', (socket) => {
    sockets += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    countOpenSockets: () => open.size,
    countSockets: () => sockets,
    script: (...next) => void steps.push(...next),
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Answers JSON. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Step {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

/** Answers an error page. */
export function html(status: number): Step {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body>Bad gateway</body></html>');
  };
}

/** Answers nothing at all. */
export const hang: Step = () => {};

/** Breaks the connection after the request was read. */
export const reset: Step = (response) => {
  response.socket?.resetAndDestroy();
};

/** Starts a body and never ends it. */
export const stall: Step = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"portalId":');
};

/** Ends the connection in the middle of a body. */
export const truncate: Step = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
  response.write('{"portalId":', () => response.socket?.destroy());
};

/** Ends the connection in the middle of a body whose length was announced. */
export const cutShort: Step = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"portalId":', () => response.socket?.destroy());
};
