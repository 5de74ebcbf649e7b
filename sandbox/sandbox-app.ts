import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express } from 'express';
import type { ControlParts } from './control/control-parts.ts';
import { makeControlRouter } from './control/control-router.ts';
import { answerError } from './http/answer-error.ts';
import { type ApiParts, makeApiHandler } from './http/serve-api.ts';
import { makeAuthorizeRouter } from './oauth/authorize-router.ts';

/** Puts the sandbox's web application together: control API, consent pages, record page, HubSpot's API. */
export function makeSandboxApp(parts: { api: ApiParts; control: ControlParts; recordPageDir: string }): Express {
  const { api, control, recordPageDir } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use('/__sandbox', makeControlRouter(control));
  app.use(makeAuthorizeRouter(api.state));
  app.use(serveRecordPage(recordPageDir));
  app.use(express.raw({ type: () => true, limit: MAX_API_BODY }), makeApiHandler(api));
  app.use(answerError);
  return app;
}

// Larger than any batch HubSpot takes; what is refused is refused by its own limits.
const MAX_API_BODY = '16mb';

function serveRecordPage(recordPageDir: string): express.RequestHandler {
  const serveFile = express.static(recordPageDir, { index: 'index.html', cacheControl: false, fallthrough: true });
  return (request, response, next) => {
    // API calls carry a token; looking for a file of their name would only cost time.
    if (request.method !== 'GET' || request.headers.authorization !== undefined) return next();
    if (request.path === '/' && !existsSync(join(recordPageDir, 'index.html'))) {
      response
        .type('html')
        .send('<p>The record page is not built yet: run <code>npm run build:record-page</code>.</p>');
      return;
    }
    serveFile(request, response, next);
  };
}
