import { randomBytes } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import type { SandboxState } from '../state/sandbox-state.ts';
import { type AuthorizeRequest, checkAuthorize } from './check-authorize.ts';
import { renderConsentPage, renderFaultPage } from './consent-page.ts';

// HubSpot does not say how long a code lives; ten minutes is RFC 6749's advice.
const CODE_LIFETIME_MS = 600_000;

const decisionSchema = z.object({
  decision: z.enum(['connect', 'cancel']),
  /** `portalId:userId` as the page sends it. */
  account: z.string().regex(/^\d+:\d+$/),
});

/** Makes the pages of `/oauth/authorize`: GET shows the consent page, POST with the same query decides. */
export function makeAuthorizeRouter(state: SandboxState): Router {
  const router = express.Router();
  const paths = ['/oauth/authorize', '/oauth/:portalId/authorize'];
  router.get(paths, (request, response) => {
    const checked = checkAuthorize(state, readQuery(request));
    response.type('html').set('Cache-Control', 'no-store');
    if ('fault' in checked) response.status(400).send(renderFaultPage(checked.fault));
    else response.send(renderPage(state, checked.request, request.params.portalId));
  });
  router.post(paths, express.urlencoded({ extended: false }), (request, response) => {
    const checked = checkAuthorize(state, readQuery(request));
    if ('fault' in checked) response.status(400).type('html').send(renderFaultPage(checked.fault));
    else decide(state, checked.request, request, response);
  });
  return router;
}

function renderPage(state: SandboxState, request: AuthorizeRequest, portalId: string | string[] | undefined): string {
  const chosenPortalId = typeof portalId === 'string' ? Number(portalId) : undefined;
  return renderConsentPage({ request, portals: [...state.portals.values()], chosenPortalId });
}

function decide(state: SandboxState, request: AuthorizeRequest, http: Request, response: Response): void {
  const target = new URL(request.redirectUri);
  if (request.state !== undefined) target.searchParams.set('state', request.state);
  const decision = decisionSchema.safeParse(http.body);
  if (!decision.success) {
    response.status(400).type('html').send(renderFaultPage('Choose an account and press Connect or Cancel.'));
    return;
  }
  if (decision.data.decision === 'cancel') {
    target.searchParams.set('error', 'access_denied');
    target.searchParams.set('error_description', 'The user did not authorize the app');
    response.redirect(302, target.href);
    return;
  }
  const [portalId = 0, userId = 0] = decision.data.account.split(':').map(Number);
  if (!state.portals.has(portalId)) {
    response
      .status(400)
      .type('html')
      .send(renderFaultPage(`There is no account ${portalId}.`));
    return;
  }
  const code = randomBytes(18).toString('hex');
  state.oauth.codes.set(code, {
    portalId,
    userId,
    redirectUri: request.redirectUri,
    scopes: [...new Set([...request.scopes, ...request.optionalScopes])],
    codeChallenge: request.codeChallenge,
    expiresAtMs: state.clock.nowMs() + CODE_LIFETIME_MS,
  });
  target.searchParams.set('code', code);
  response.redirect(302, target.href);
}

function readQuery(request: Request): URLSearchParams {
  return new URL(request.originalUrl, 'http://sandbox.invalid').searchParams;
}
