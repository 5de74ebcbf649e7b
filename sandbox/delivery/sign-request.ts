import { createHash, createHmac } from 'node:crypto';

/** Signatures as HubSpot puts them on requests to an app. */
export interface SignedParts {
  readonly method: string;
  /** The public https address, as HubSpot calls it. */
  readonly url: string;
  readonly body: string;
  readonly clientSecret: string;
  readonly nowMs: number;
}

// The only escapes that HubSpot undoes before it signs (version 3).
const UNDONE_ESCAPES: Readonly<Record<string, string>> = {
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
 * Makes the version 3 headers: base64(HMAC-SHA256(secret, method + uri + body + timestamp)).
 *
 * @see https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
 */
export function signVersion3(parts: SignedParts): Record<string, string> {
  const uri = parts.url.replace(
    /%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi,
    (found) => UNDONE_ESCAPES[found.toUpperCase()] ?? found,
  );
  const timestamp = String(parts.nowMs);
  const signature = createHmac('sha256', parts.clientSecret)
    .update(`${parts.method}${uri}${parts.body}${timestamp}`)
    .digest('base64');
  return { 'X-HubSpot-Signature-v3': signature, 'X-HubSpot-Request-Timestamp': timestamp };
}

/** Makes the version 2 headers: hex SHA-256 of secret + method + uri + body. */
export function signVersion2(parts: SignedParts): Record<string, string> {
  const text = `${parts.clientSecret}${parts.method}${parts.url}${parts.body}`;
  return {
    'X-HubSpot-Signature': createHash('sha256').update(text).digest('hex'),
    'X-HubSpot-Signature-Version': 'v2',
  };
}

/** Makes the version 1 headers: hex SHA-256 of secret + body. */
export function signVersion1(parts: Pick<SignedParts, 'clientSecret' | 'body'>): Record<string, string> {
  const text = `${parts.clientSecret}${parts.body}`;
  return {
    'X-HubSpot-Signature': createHash('sha256').update(text).digest('hex'),
    'X-HubSpot-Signature-Version': 'v1',
  };
}
