import { readFileSync } from 'node:fs';
import express, { type Router } from 'express';
import { notFoundError } from '../http/hubspot-error.ts';
import { type ControlParts, getPortal } from './control-parts.ts';
import { findBundle, loadExtensions } from './load-extensions.ts';

/** The app's UI extensions as the record page needs them, and their bundles. */
export function makeExtensionsRouter(parts: ControlParts): Router {
  const router = express.Router();
  router.get('/portals/:portalId/extensions', (request, response) => {
    const portal = getPortal(parts, request);
    const { app } = parts.state;
    response.json({
      app: {
        appId: app?.appId ?? 0,
        name: app?.name ?? '',
        installed: portal.installed,
        installUrl: app?.installUrl,
        permittedUrls: app?.permittedUrls ?? { fetch: [] },
        variables: app?.variables ?? {},
        workflowActions: app?.workflowActions ?? [],
      },
      extensions: loadExtensions(parts.extensionsDir, app?.name ?? ''),
    });
  });
  router.get('/bundles/:fileName', (request, response) => {
    const file = findBundle(parts.extensionsDir, request.params.fileName);
    if (file === undefined) throw notFoundError(`The bundle ${request.params.fileName} is not built`);
    response.type('text/javascript').set('Cache-Control', 'no-store').send(readFileSync(file));
  });
  return router;
}
