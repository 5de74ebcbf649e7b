import { createHmac } from 'node:crypto';

/** Who calls, as HubSpot appends it to the query of a `hubspot.fetch`. */
export interface Caller {
  readonly portalId?: number | undefined;
  readonly userId?: number;
}

/** What a test may bend about a signed request. */
export interface SignedFetchOptions {
  readonly method?: string;
  readonly body?: string;
  readonly timestampMs?: number;
  readonly signWith?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request as HubSpot does: caller in the query, v3 signature over the public address, sent to the real one. */
export function makeSignedFetch(target: {
  readonly origin: string;
  readonly publicUrl: string;
  readonly clientSecret: string;
}) {
  return (path: string, caller: Caller, options: SignedFetchOptions = {}): Promise<Response> => {
    const { method = 'GET', body = '', timestampMs = Date.now(), signWith = target.clientSecret } = options;
    const url = new URL(path, target.publicUrl);
    if (caller.portalId !== undefined) url.searchParams.set('portalId', String(caller.portalId));
    if (caller.userId !== undefined) url.searchParams.set('userId', String(caller.userId));
    const signature = createHmac('sha256', signWith)
      .update(`${method}${url.href}${body}${timestampMs}`)
      .digest('base64');
    return fetch(`${target.origin}${url.pathname}${url.search}`, {
      method,
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'x-hubspot-signature-v3': signature,
        'x-hubspot-request-timestamp': String(timestampMs),
        ...options.headers,
      },
      ...(body === '' ? {} : { body }),
    });
  };
}
