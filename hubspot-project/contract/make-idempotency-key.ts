/**
 * Makes the key of one click, 8 to 64 characters.
 *
 * HubSpot repeats a request by itself when the connection breaks; the key lets the backend see that it is the same one.
 * `crypto.randomUUID` exists in secure contexts only and HubSpot does not promise it, hence the second way.
 */
export function makeIdempotencyKey(about: string): string {
  const random = globalThis.crypto?.randomUUID?.() ?? Math.random().toString(36).slice(2);
  return `${about}-${Date.now().toString(36)}-${random}`.slice(0, 64);
}
