import { hash, randomBytes, randomUUID } from 'node:crypto';

/** 256 random bits as URL-safe text (43 characters): enough for a `state`, a browser key or a PKCE verifier (RFC 7636). */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * A name that nobody else has, for a holder of something: no secret. Node keeps random bits in stock for it, so that it costs
 * a small part of a token.
 */
export function uniqueName(): string {
  return randomUUID();
}

/** SHA-256 as URL-safe base64: the PKCE challenge of a verifier, and the only form in which we keep a state. */
export function sha256Base64Url(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** SHA-256 in hex, for input hashes. */
export function sha256Hex(text: string): string {
  return hash('sha256', text);
}
