import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express } from 'express';
import { makeCompaniesHouseRouter } from './companies-house/companies-house-router.ts';
import type { CompanyFile } from './companies-house/company-file.ts';
import type { ControlParts } from './control/control-parts.ts';
import { makeControlRouter } from './control/control-router.ts';
import { answerError } from './http/answer-error.ts';
import { type ApiParts, makeApiHandler } from './http/serve-api.ts';
import { makeAuthorizeRouter } from './oauth/authorize-router.ts';
import type { OppspotCompanyBody } from './oppspot/oppspot-company.ts';
import { makeOppspotRouter } from './oppspot/oppspot-router.ts';

/** Puts the sandbox's web application together: control API, consent pages, record page, HubSpot's API. */
export function makeSandboxApp(parts: {
  api: ApiParts;
  control: ControlParts;
  recordPageDir: string;
  companiesHouse: { readonly apiKey: string; readonly companies: readonly CompanyFile[] } | undefined;
  oppspot: { readonly apiKey: string; readonly companies: readonly OppspotCompanyBody[] } | undefined;
}): Express {
  const { api, control, recordPageDir, companiesHouse, oppspot } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use('/__sandbox', makeControlRouter(control));
  // Not HubSpot's: other stand-ins at the same address, so that the demo needs fewer processes.
  if (companiesHouse)
    app.use('/__companies-house', makeCompaniesHouseRouter({ ...companiesHouse, faults: api.faults }));
  if (oppspot) app.use('/__oppspot', makeOppspotRouter({ ...oppspot, faults: api.faults }));
  app.use(makeAuthorizeRouter(api.state));
  app.get(
    ['/contacts/:portalId/objects/:typeId/*rest', '/contacts/:portalId/record/:typeId/:recordId'],
    openInRecordPage,
  );
  app.use(serveRecordPage(recordPageDir));
  app.use(express.raw({ type: () => true, limit: MAX_API_BODY }), makeApiHandler(api));
  app.use(answerError);
  return app;
}

// Larger than any batch HubSpot takes; what is refused is refused by its own limits.
const MAX_API_BODY = '16mb';

/** Addresses of HubSpot's own pages lead to the same list or record here. */
const openInRecordPage: express.RequestHandler = ({ params }, response) => {
  const { portalId, typeId, recordId } = params;
  const plural = typeId === '0-1' ? 'contacts' : typeId === '0-3' ? 'deals' : 'companies';
  response.redirect(302, `/#/portals/${Number(portalId)}/${plural}${recordId ? `/${Number(recordId)}` : ''}`);
};

function serveRecordPage(recordPageDir: string): express.RequestHandler {
  const serveFile = express.static(recordPageDir, { index: 'index.html', cacheControl: false, fallthrough: true });
  return (request, response, next) => {
    // API calls carry a token; looking for a file of their name would only cost time.
    if (request.method !== 'GET' || request.headers.authorization !== undefined) return next();
    if (request.path === '/' && !existsSync(join(recordPageDir, 'index.html'))) {
      response
        .type('html')
        .send(
          '<p>The record page is not built yet: run <code>npm run demo</code> or <code>npm run sandbox</code>.</p>',
        );
      return;
    }
    serveFile(request, response, next);
  };
}
