import type { HostApi } from '../protocol.ts';

/** HubSpot's default when a card names no timeout. */
const defaultTimeoutMs = 15_000;
/** Statuses the fetch standard forbids a body for. */
const bodylessStatuses = new Set([204, 205, 304]);

type FetchOptions = {
  readonly method?: string;
  readonly timeout?: number;
  readonly body?: unknown;
  readonly headers?: Headers | Record<string, string>;
};

/** Makes `hubspot.fetch`: the request leaves through the page and the local HubSpot, never from the worker itself. */
export function makeHubSpotFetch(host: HostApi) {
  return async (url: string | URL, options: FetchOptions = {}): Promise<Response> => {
    const reply = await host.fetch({
      requestUri: String(url),
      method: options.method ?? 'GET',
      requestTimeoutMillis: options.timeout ?? defaultTimeoutMs,
      requestBody: options.body,
      requestHeaders: Object.fromEntries(new Headers(options.headers ?? {})),
    });
    const body = bodylessStatuses.has(reply.status) ? null : reply.body;
    return new Response(body, { status: reply.status, headers: { ...reply.headers } });
  };
}
