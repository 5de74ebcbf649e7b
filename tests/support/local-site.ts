import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How one path is answered: a page as text, or by hand. */
export type SitePage = string | ((response: ServerResponse) => void);

/** A website on this computer. */
export interface LocalSite {
  readonly port: number;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
  /** Headers of the last request. */
  lastHeaders(): Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Starts a website on a free port of 127.0.0.1; a path without a page is answered 404. */
export async function startLocalSite(pages: Readonly<Record<string, SitePage>>): Promise<LocalSite> {
  const asked: string[] = [];
  let headers: Readonly<Record<string, unknown>> = {};
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    headers = request.headers;
    const page = pages[request.url ?? ''];
    if (typeof page === 'function') page(response);
    else if (page === undefined) response.writeHead(404, { 'content-type': 'text/html' }).end('not here');
    else response.writeHead(200, { 'content-type': typeOf(request.url) }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    lastHeaders: () => headers,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function typeOf(path = ''): string {
  return path.endsWith('.txt') ? 'text/plain' : 'text/html; charset=utf-8';
}
