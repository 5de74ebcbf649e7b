import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { sha256Base64Url } from '../../lib/random-token.ts';
import type { Logger } from '../../ports/logger.ts';
import type { BegunInstall } from '../../use-cases/begin-install.ts';
import type { CompletedInstall, CompleteInstallInput } from '../../use-cases/complete-install.ts';
import {
  codeRefusedPage,
  connectedPage,
  deniedPage,
  installFailedPage,
  type Page,
  stateRefusedPage,
} from '../pages/install-pages.ts';
import { sendPage } from '../pages/layout.ts';
import { requestIdOf } from '../request-id.ts';

/** What the install routes need. */
export interface OauthDeps {
  readonly beginInstall: (input: { readonly portalId?: number }) => Promise<BegunInstall>;
  readonly completeInstall: (input: CompleteInstallInput) => Promise<CompletedInstall>;
  /** HubSpot's web address, for the way back. */
  readonly hubspotAppUrl: string;
  readonly usesSecureCookies: boolean;
  /** Milliseconds that an install may take. */
  readonly installTtlMs: number;
  readonly logger: Logger;
}

const COOKIE_PATH = '/api/auth/hubspot';
const querySchema = z.object({
  code: z.string().min(1).max(2000).optional(),
  state: z.string().min(1).max(200).optional(),
  error: z.string().max(200).optional(),
  error_description: z.string().max(500).optional(),
});

/** `GET /install` sends the browser to HubSpot's consent page; `GET /callback` finishes what began there. */
export function oauthRoutes(deps: OauthDeps): Router {
  const router = Router();
  router.get('/install', async (request, response) => {
    const portalId = Number(request.query.portalId);
    await answer(deps, response, () =>
      startInstall(deps, response, Number.isSafeInteger(portalId) && portalId > 0 ? portalId : undefined),
    );
  });
  router.get('/callback', async (request, response) => {
    await answer(deps, response, () => finishInstall(deps, request, response));
  });
  return router;
}

async function startInstall(deps: OauthDeps, response: Response, portalId: number | undefined): Promise<void> {
  const begun = await deps.beginInstall(portalId === undefined ? {} : { portalId });
  response.cookie(cookieName(begun.state), begun.browserKey, {
    httpOnly: true,
    sameSite: 'lax',
    secure: deps.usesSecureCookies,
    path: COOKIE_PATH,
    maxAge: deps.installTtlMs,
  });
  response.setHeader('Cache-Control', 'no-store');
  response.redirect(302, begun.redirectTo);
}

async function finishInstall(deps: OauthDeps, request: Request, response: Response): Promise<void> {
  const query = querySchema.safeParse(request.query);
  if (!query.success) return show(response, 400, stateRefusedPage());
  const { code, state, error, error_description: description } = query.data;
  if (error !== undefined) return show(response, 400, deniedPage(description ?? error));
  // An install begun on HubSpot's side has no state of ours: it is begun again here, never trusted.
  if (state === undefined) return startInstall(deps, response, undefined);
  if (code === undefined) return show(response, 400, stateRefusedPage());
  const name = cookieName(state);
  const completed = await deps.completeInstall({ code, state, browserKey: readCookie(request, name) });
  response.clearCookie(name, { path: COOKIE_PATH });
  if (completed.kind === 'state_refused') return show(response, 400, stateRefusedPage());
  if (completed.kind === 'code_refused') return show(response, 400, codeRefusedPage(completed.reason));
  show(response, 200, connectedPage(completed.installation, completed.properties, deps.hubspotAppUrl));
}

/** A person looks at this route: what goes wrong is a page, not JSON. */
async function answer(deps: OauthDeps, response: Response, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const requestId = requestIdOf(response);
    deps.logger.error({ requestId, err: error }, 'install failed');
    const message =
      error instanceof AppError ? error.message : 'Something went wrong on our side. Try again in a minute.';
    show(response, 503, installFailedPage(`${message} (request ${requestId})`));
  }
}

function show(response: Response, status: number, page: Page): void {
  sendPage(response, status, page);
}

/** One cookie per install, so that two tabs do not overwrite each other's. */
function cookieName(state: string): string {
  return `smartsync_install_${sha256Base64Url(state).slice(0, 12)}`;
}

/** Our cookie values are URL-safe base64, so a plain split reads them; anything else is not ours. */
function readCookie(request: Request, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  const value = pairs.find(([key]) => key === name)?.[1];
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
}
