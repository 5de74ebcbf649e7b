/** Sends a request to the app the way HubSpot's servers do: public address in the signature, no redirects, limited size. */
export interface OutgoingRequest {
  readonly method: string;
  /** The public https address. */
  readonly url: string;
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

export type OutgoingResult =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'too-large' };

/** Public https origins and where they really are on this machine, as `local.json` has it for `hs project dev`. */
export type OriginMap = Readonly<Record<string, string>>;

export type SendToApp = (request: OutgoingRequest) => Promise<OutgoingResult>;

/** Makes the sender; an origin that is not mapped is called as it stands. */
export function makeSendToApp(readOriginMap: () => OriginMap): SendToApp {
  return async (request) => {
    const url = new URL(request.url);
    const target = new URL(url.pathname + url.search, readOriginMap()[url.origin] ?? url.origin);
    try {
      const response = await fetch(target, {
        method: request.method,
        headers: request.headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(request.timeoutMs),
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      if (bytes.length > request.maxResponseBytes) return { kind: 'too-large' };
      return {
        kind: 'answered',
        status: response.status,
        body: bytes.toString('utf8'),
        headers: Object.fromEntries(response.headers),
      };
    } catch (error) {
      const isTimeout = error instanceof Error && error.name === 'TimeoutError';
      return isTimeout ? { kind: 'timeout' } : { kind: 'unreachable', reason: describe(error) };
    }
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
