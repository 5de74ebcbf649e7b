import express, { type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Installation, SeenInstallation } from '../ports/installation-store.ts';
import { parseInput } from './parse-input.ts';
import { verifyHubspotSignature } from './verify-hubspot-signature.ts';

/** Largest body of a card request (contract §4). */
const MAX_CARD_BODY_BYTES = 1024 * 1024;

/** What every route for HubSpot's callers needs. */
export interface PortalRouteDeps {
  /** Origin that HubSpot calls; the signature is checked against it, never against the `Host` header. */
  readonly publicUrl: string;
  /** undefined: every request is refused. */
  readonly clientSecret: string | undefined;
  readonly clock: Clock;
  readonly findInstallation: (portalId: number) => Promise<Installation | undefined>;
  /** What was found last, which may have changed since. */
  readonly recallInstallation: (portalId: number) => SeenInstallation | undefined;
  /** Refuses a portal that asks too often; runs after the signature, so that nobody can spend another's share. */
  readonly limitPortal: RequestHandler;
}

/** A verified call: portal and user come from the signed query, never from the body. */
export interface PortalCall {
  readonly installation: Installation;
  readonly userId: number | null;
  /** Exact bytes received. */
  readonly rawBody: Buffer;
}

const callerSchema = z.object({
  portalId: z.coerce.number({ error: 'must be the portal id that HubSpot adds' }).int().positive(),
  userId: z.coerce.number().int().positive().optional(),
});

/**
 * Wraps a handler so that it runs only for a request that HubSpot signed, of a portal that installed the app.
 *
 * In this order: 413, 401 `invalid_signature`, 422 without a portal, 429, 403 `not_installed`.
 */
export function portalRoute(
  deps: PortalRouteDeps,
  handle: (call: PortalCall, request: Request, response: Response) => Promise<void>,
): RequestHandler[] {
  return [
    ...verified(deps),
    async (request, response) => {
      await handle(await readCall(deps, request), request, response);
    },
  ];
}

/**
 * As `portalRoute`, for a handler that only reads: it begins at once with the installation as it was seen last, so that
 * both are one trip to the database. Nothing is answered until that installation is found again as it was; where it has
 * changed, the handler begins anew.
 */
export function portalRead(
  deps: PortalRouteDeps,
  read: (call: PortalCall, request: Request) => Promise<unknown>,
): RequestHandler[] {
  return [
    ...verified(deps),
    async (request, response) => {
      const { portalId, userId } = parseInput(callerSchema, request.query);
      const seen = deps.recallInstallation(portalId)?.installation;
      const early = seen && read({ installation: seen, userId: userId ?? null, rawBody: rawBodyOf(request) }, request);
      // It may fail for nobody.
      early?.catch(() => undefined);
      const call = await readCall(deps, request);
      const isAsSeen = JSON.stringify(call.installation) === JSON.stringify(seen);
      response.json(await (early && isAsSeen ? early : read(call, request)));
    },
  ];
}

/**
 * As `portalRoute`, for a handler that can look at the installation again itself, in its own first trip to the database.
 *
 * @param begin is called with the installation as it was seen last; what it answers is the answer, and undefined means that
 *   nothing was done, so that `handle` is called with the installation as it is
 */
export function portalBegin<T>(
  deps: PortalRouteDeps,
  steps: {
    readonly begin: (
      call: Omit<PortalCall, 'installation'> & { readonly seen: SeenInstallation },
    ) => Promise<T | undefined>;
    readonly handle: (call: PortalCall) => Promise<T>;
    readonly answer: (result: T, response: Response) => void;
  },
): RequestHandler[] {
  return [
    ...verified(deps),
    async (request, response) => {
      const { portalId, userId } = parseInput(callerSchema, request.query);
      const seen = deps.recallInstallation(portalId);
      const begun = seen && (await steps.begin({ seen, userId: userId ?? null, rawBody: rawBodyOf(request) }));
      steps.answer(begun ?? (await steps.handle(await readCall(deps, request))), response);
    },
  ];
}

function verified(deps: PortalRouteDeps): RequestHandler[] {
  return [
    express.raw({ type: () => true, limit: MAX_CARD_BODY_BYTES, inflate: false }),
    (request, response, next) => {
      response.setHeader('Cache-Control', 'no-store');
      requireSignature(deps, request);
      response.locals.portalId = parseInput(callerSchema, request.query).portalId;
      next();
    },
    deps.limitPortal,
  ];
}

/** Throws `disconnected` for what cannot even begin without HubSpot. */
export function requireConnected({ status, statusReason }: Installation): void {
  if (status !== 'disconnected') return;
  throw new AppError(
    'disconnected',
    statusReason ?? 'oppSpot is not connected to this HubSpot account any more. Ask an admin to install it again.',
  );
}

function requireSignature(deps: PortalRouteDeps, request: Request): void {
  if (deps.clientSecret === undefined) {
    throw new AppError(
      'invalid_signature',
      'HUBSPOT_CLIENT_SECRET is not set, so no request of HubSpot can be checked.',
    );
  }
  const verdict = verifyHubspotSignature({
    method: request.method,
    url: `${deps.publicUrl}${request.originalUrl}`,
    rawBody: rawBodyOf(request),
    headers: request.headersDistinct,
    clientSecrets: [deps.clientSecret],
    nowMs: deps.clock.now().getTime(),
  });
  if (verdict !== 'valid') throw new AppError('invalid_signature', SIGNATURE_MESSAGES[verdict]);
}

const SIGNATURE_MESSAGES = {
  stale: 'The signature is more than five minutes from our clock. Send the request again.',
  mismatch: 'The signature does not fit this request. Check that PUBLIC_URL is the address that HubSpot calls.',
  malformed: 'The request carries no readable HubSpot signature (X-HubSpot-Signature-v3 and its timestamp).',
} as const;

async function readCall(deps: PortalRouteDeps, request: Request): Promise<PortalCall> {
  const { portalId, userId } = parseInput(callerSchema, request.query);
  const installation = await deps.findInstallation(portalId);
  if (!installation) {
    throw new AppError(
      'not_installed',
      'oppSpot is not installed in this HubSpot account. Ask an admin to install it.',
    );
  }
  return { installation, userId: userId ?? null, rawBody: rawBodyOf(request) };
}

/** express.raw leaves no Buffer when there was no body. */
function rawBodyOf(request: Request): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
