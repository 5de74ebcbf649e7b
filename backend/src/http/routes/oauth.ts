import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { Logger } from '../../ports/logger.ts';
import type { BegunInstall } from '../../use-cases/begin-install.ts';
import type { CompletedInstall, CompleteInstallInput } from '../../use-cases/complete-install.ts';
import type { InstallIntent } from '../../use-cases/install-intent.ts';
import { clearInstallCookie, type InstallCookie, readInstallCookie, sendToConsent } from '../install-cookie.ts';
import {
  codeRefusedPage,
  connectedPage,
  deniedPage,
  installFailedPage,
  notLinkedPage,
  type Page,
  stateRefusedPage,
} from '../pages/install-pages.ts';
import { sendPage } from '../pages/layout.ts';
import { requestIdOf } from '../request-id.ts';

/** What the install routes need. */
export interface OauthDeps extends InstallCookie {
  readonly beginInstall: (input: {
    readonly portalId?: number;
    readonly intent?: InstallIntent;
  }) => Promise<BegunInstall>;
  /** The organisation whose dashboard the browser has open as an admin by token; null: none, or by HubSpot. */
  readonly findOpenOrganization: (request: Request) => Promise<string | null>;
  readonly completeInstall: (input: CompleteInstallInput) => Promise<CompletedInstall>;
  /** Signs in who came from the dashboard, and goes back there. */
  readonly openDashboard: (
    completed: Extract<CompletedInstall, { kind: 'connected' }>,
    request: Request,
    response: Response,
  ) => Promise<void>;
  /** HubSpot's web address, for the way back. */
  readonly hubspotAppUrl: string;
  readonly logger: Logger;
}

const querySchema = z.object({
  code: z.string().min(1).max(2000).optional(),
  state: z.string().min(1).max(200).optional(),
  error: z.string().max(200).optional(),
  error_description: z.string().max(500).optional(),
});

/** `GET /install` and, for the dashboard, `GET /sign-in` send the browser to HubSpot's consent page; `GET /callback` finishes. */
export function oauthRoutes(deps: OauthDeps): Router {
  const router = Router();
  router.get('/install', async (request, response) => {
    const portalId = Number(request.query.portalId);
    await answer(deps, response, () =>
      startInstall(deps, response, Number.isSafeInteger(portalId) && portalId > 0 ? portalId : undefined),
    );
  });
  router.get('/sign-in', async (request, response) => {
    await answer(deps, response, async () => {
      const organizationId = await deps.findOpenOrganization(request);
      sendToConsent(deps, response, await deps.beginInstall({ intent: { kind: 'dashboard', organizationId } }));
    });
  });
  router.get('/callback', async (request, response) => {
    await answer(deps, response, () => finishInstall(deps, request, response));
  });
  return router;
}

async function startInstall(deps: OauthDeps, response: Response, portalId: number | undefined): Promise<void> {
  const begun = await deps.beginInstall(portalId === undefined ? {} : { portalId });
  sendToConsent(deps, response, begun);
}

async function finishInstall(deps: OauthDeps, request: Request, response: Response): Promise<void> {
  const query = querySchema.safeParse(request.query);
  if (!query.success) return show(response, 400, stateRefusedPage());
  const { code, state, error, error_description: description } = query.data;
  if (error !== undefined) return show(response, 400, deniedPage(description ?? error));
  // An install begun on HubSpot's side has no state of ours: it is begun again here, never trusted.
  if (state === undefined) return startInstall(deps, response, undefined);
  if (code === undefined) return show(response, 400, stateRefusedPage());
  const completed = await deps.completeInstall({ code, state, browserKey: readInstallCookie(request, state) });
  clearInstallCookie(response, state);
  if (completed.kind === 'state_refused') return show(response, 400, stateRefusedPage());
  if (completed.kind === 'code_refused') return show(response, 400, codeRefusedPage(completed.reason));
  if (completed.kind === 'not_linked') return show(response, 409, notLinkedPage(completed.reason));
  if (completed.intent.kind === 'dashboard') return deps.openDashboard(completed, request, response);
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
