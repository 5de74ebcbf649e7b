/** A request of the card that may go on to the backend. */
export interface CardRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** Exact text to send and sign; undefined for GET. */
  readonly body: string | undefined;
}

/** Routes of a record's card. Settings, bulk runs and the installation need a user, whom a function cannot prove. */
const CARD_PATHS = /^\/api\/hubspot\/(?:records|enrichments|companies)(?:\/[\w.~-]+)*$/;
/** Who calls is said by the function, never by the browser. */
const CALLER_PARAMETERS = ['portalId', 'userId', 'userEmail', 'appId'];
/** The backend's limit for the body of a card. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Reads what the card passed as parameters.
 *
 * The path is checked after it was resolved, so that neither `..` nor another host gets through.
 *
 * @returns undefined for anything but a request of the card
 */
export function parseCardRequest(parameters: unknown, backendOrigin: string): CardRequest | undefined {
  if (typeof parameters !== 'object' || parameters === null) return undefined;
  const { method, path, body }: { method?: unknown; path?: unknown; body?: unknown } = parameters;
  if ((method !== 'GET' && method !== 'POST') || typeof path !== 'string') return undefined;
  if (!URL.canParse(path, backendOrigin)) return undefined;
  const url = new URL(path, backendOrigin);
  if (url.origin !== new URL(backendOrigin).origin || !CARD_PATHS.test(url.pathname)) return undefined;
  for (const name of CALLER_PARAMETERS) url.searchParams.delete(name);
  if (method === 'GET' || body === undefined || body === null) return { method, url, body: undefined };
  if (typeof body !== 'string' || Buffer.byteLength(body) > MAX_BODY_BYTES) return undefined;
  return { method, url, body };
}
