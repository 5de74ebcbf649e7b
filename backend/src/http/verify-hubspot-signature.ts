import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What of a request the check needs. */
export interface SignedRequest {
  readonly method: string;
  /** The address HubSpot called: `https://host/path?query` with the configured public origin, never the Host header. */
  readonly url: string;
  /** Exact bytes received; empty for GET. */
  readonly rawBody: Uint8Array;
  /** Values by lower-case header name, one entry per header line (Node's `headersDistinct`). */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  /** The app's secret; two while it is being changed. */
  readonly clientSecrets: readonly string[];
  /** Unix milliseconds; injected so that tests own the clock. */
  readonly nowMs: number;
  /** Version 2 has no timestamp and no HMAC: only for workflow actions, which HubSpot documents with it. Refused when absent. */
  readonly version2?: 'refused' | 'accepted_without_version3';
}

/** How a check ended. Everything but `valid` is answered 401; the difference is for our log. */
export type SignatureVerdict = 'valid' | 'stale' | 'mismatch' | 'malformed';

// HubSpot: reject after 5 minutes. The same into the future is our rule, so that no request can be signed ahead.
const TOLERANCE_MS = 300_000;
// HubSpot signs the URI with these twelve escapes decoded and no others; some callers sign it as sent.
const DECODED_ESCAPES: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

/**
 * Tells whether a request really comes from HubSpot: signature version 3, and version 2 where that is accepted.
 *
 * Signs the bytes as they arrived: a body that was parsed and printed again no longer matches. A version 3 header
 * that is there and wrong is never rescued by another version; a header sent twice is refused.
 *
 * @returns `'valid'`, or why not (`'stale'`: more than 5 minutes old or ahead; `'mismatch'`; `'malformed'`: a header is
 * missing, doubled or no number); never throws
 * @see https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation (read 2026-11)
 */
export function verifyHubspotSignature(request: SignedRequest): SignatureVerdict {
  const hasVersion3 =
    request.headers['x-hubspot-signature-v3'] !== undefined ||
    request.headers['x-hubspot-request-timestamp'] !== undefined;
  if (hasVersion3) return verifyVersion3(request);
  return request.version2 === 'accepted_without_version3' ? verifyVersion2(request) : 'malformed';
}

function verifyVersion3(request: SignedRequest): SignatureVerdict {
  const signature = readOnce(request, 'x-hubspot-signature-v3');
  const timestamp = readOnce(request, 'x-hubspot-request-timestamp');
  if (!signature || !timestamp || !/^\d{1,16}$/.test(timestamp)) return 'malformed';
  if (Math.abs(request.nowMs - Number(timestamp)) > TOLERANCE_MS) return 'stale';
  const isMatch = matchesAny(request, signature, (secret, uri) =>
    createHmac('sha256', secret)
      .update(request.method + uri)
      .update(request.rawBody)
      .update(timestamp)
      .digest('base64'),
  );
  return isMatch ? 'valid' : 'mismatch';
}

function verifyVersion2(request: SignedRequest): SignatureVerdict {
  const signature = readOnce(request, 'x-hubspot-signature');
  if (!signature || readOnce(request, 'x-hubspot-signature-version') !== 'v2') return 'malformed';
  const isMatch = matchesAny(request, signature, (secret, uri) =>
    createHash('sha256')
      .update(secret + request.method + uri)
      .update(request.rawBody)
      .digest('hex'),
  );
  return isMatch ? 'valid' : 'mismatch';
}

/** Undefined when the header is absent, empty or sent more than once. */
function readOnce(request: SignedRequest, name: string): string | undefined {
  const values = request.headers[name];
  return values?.length === 1 ? values[0] : undefined;
}

/** Compares the text of the signature, not its decoded bytes: two base64 texts can decode to the same bytes. */
function matchesAny(request: SignedRequest, signature: string, sign: (secret: string, uri: string) => string): boolean {
  const given = Buffer.from(signature);
  const decoded = request.url.replace(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (text) => {
    return DECODED_ESCAPES[text.toUpperCase()] ?? text;
  });
  let isMatch = false;
  for (const secret of request.clientSecrets) {
    // An empty secret would let anybody sign.
    if (secret === '') continue;
    for (const uri of new Set([request.url, decoded])) {
      const expected = Buffer.from(sign(secret, uri));
      if (expected.length === given.length && timingSafeEqual(expected, given)) isMatch = true;
    }
  }
  return isMatch;
}
