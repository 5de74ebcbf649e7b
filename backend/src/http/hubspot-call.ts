import express, { type Request, type RequestHandler } from 'express';
import { AppError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import { type SignatureVerdict, type SignedRequest, verifyHubspotSignature } from './verify-hubspot-signature.ts';

/** What checking HubSpot's signature needs. */
export interface HubspotCallDeps {
  /** Origin that HubSpot calls; the signature is checked against it, never against the `Host` header. */
  readonly publicUrl: string;
  /** undefined: every request is refused. */
  readonly clientSecret: string | undefined;
  readonly clock: Clock;
}

/**
 * Lets a request of HubSpot's own servers pass: bytes up to `maxBytes` (413 above), then its signature (401). Such a
 * request names its portals in the signed body, so nothing is limited here.
 */
export function hubspotCall(
  deps: HubspotCallDeps,
  options: { readonly maxBytes: number; readonly version2: NonNullable<SignedRequest['version2']> },
): RequestHandler[] {
  return [
    express.raw({ type: () => true, limit: options.maxBytes, inflate: false }),
    (request, response, next) => {
      response.setHeader('Cache-Control', 'no-store');
      const verdict = check(deps, request, options.version2);
      if (verdict !== 'valid') throw new AppError('invalid_signature', MESSAGES[verdict]);
      next();
    },
  ];
}

/** Exact bytes received; express.raw leaves no Buffer when there was no body. */
export function rawBodyOf(request: Request): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

const MESSAGES = {
  absent_secret: 'HUBSPOT_CLIENT_SECRET is not set, so no request of HubSpot can be checked.',
  stale: 'The signature is more than five minutes from our clock. Send the request again.',
  mismatch: 'The signature does not fit this request. Check that PUBLIC_URL is the address that HubSpot calls.',
  malformed: 'The request carries no readable HubSpot signature (X-HubSpot-Signature-v3 and its timestamp).',
} as const;

function check(
  deps: HubspotCallDeps,
  request: Request,
  version2: NonNullable<SignedRequest['version2']>,
): SignatureVerdict | 'absent_secret' {
  if (deps.clientSecret === undefined) return 'absent_secret';
  return verifyHubspotSignature({
    method: request.method,
    url: `${deps.publicUrl}${request.originalUrl}`,
    rawBody: rawBodyOf(request),
    headers: request.headersDistinct,
    clientSecrets: [deps.clientSecret],
    nowMs: deps.clock.now().getTime(),
    version2,
  });
}
