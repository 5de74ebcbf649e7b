import path from 'node:path';
import express, { type Router } from 'express';
import { z } from 'zod';
import { hasFunction, runFunction } from '../functions/run-function.ts';
import { HubSpotError, notFoundError } from '../http/hubspot-error.ts';
import type { Portal } from '../state/portal.ts';
import { type ControlParts, getPortal, readJson } from './control-parts.ts';
import { readSourceDir } from './load-extensions.ts';

/** The functions of a private app, run by HubSpot's own runner, and the secrets of `hs secret add`. */
export function makeFunctionsRouter(parts: ControlParts): Router {
  const router = express.Router();
  router.put('/function-secrets', (request, response) => {
    parts.functionSecrets = readJson(z.record(z.string(), z.string()), request);
    response.json({ names: Object.keys(parts.functionSecrets) });
  });
  router.post('/portals/:portalId/functions/:uid', async (request, response) => {
    const portal = getPortal(parts, request);
    const { uid } = request.params;
    const { parameters } = readJson(z.object({ parameters: z.unknown() }), request);
    const { extensionsDir } = parts;
    const sourceDir = extensionsDir && path.join(extensionsDir, readSourceDir(extensionsDir));
    if (sourceDir === undefined || !(await hasFunction(sourceDir, uid))) {
      throw notFoundError(`hubspot.serverless() is not available: the app has no function ${uid}`);
    }
    const secrets = { ...parts.functionSecrets, PRIVATE_APP_ACCESS_TOKEN: tokenOf(parts, portal) };
    response.json({ answer: await runFunction({ sourceDir, uid, secrets, parameters }).catch(asHubSpotSays) });
  });
  return router;
}

/** HubSpot gives a function the token of the account in which the app is installed. */
function tokenOf({ state }: ControlParts, portal: Portal): string {
  const tokens = [...state.oauth.accessTokens];
  return tokens.find(([, token]) => token.kind === 'private-app' && token.portalId === portal.id)?.[0] ?? '';
}

function asHubSpotSays(error: unknown): never {
  throw new HubSpotError(500, 'INTERNAL_ERROR', `The function failed: ${String(error)}`);
}
