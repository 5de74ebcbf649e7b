import { createHmac } from 'node:crypto';

/** What is signed. */
export interface UnsignedRequest {
  readonly method: string;
  /** Whole address with the caller in its query, exactly as it is sent. */
  readonly url: string;
  /** Exact text of the body; empty when there is none. */
  readonly body: string;
  readonly clientSecret: string;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

/**
 * Makes the headers of HubSpot's signature version 3, which is the only one that the backend accepts from a card.
 *
 * @see https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation (read 2026-11)
 */
export function signRequest({ method, url, body, clientSecret, nowMs }: UnsignedRequest): Record<string, string> {
  const timestamp = String(nowMs);
  const signature = createHmac('sha256', clientSecret).update(`${method}${url}${body}${timestamp}`).digest('base64');
  return { 'X-HubSpot-Signature-v3': signature, 'X-HubSpot-Request-Timestamp': timestamp };
}
