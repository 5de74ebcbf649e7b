import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Response, Router } from 'express';
import { makeOpenapiDocument } from '../openapi/openapi-document.ts';

/** What the documentation needs. */
export interface DocsRoutesDeps {
  /** Origin that callers use. */
  readonly publicUrl: string;
}

/** Nothing from elsewhere, nothing inline. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>oppSpot SmartSync API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <noscript>This page needs JavaScript. The document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
    <main id="swagger-ui"></main>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

// Trying calls out is off: the routes want signed requests or tokens, which do not belong into a public page.
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, supportedSubmitMethods: [], validatorUrl: null });
`;

const FILES = { 'swagger-ui.css': 'text/css', 'swagger-ui-bundle.js': 'text/javascript' } as const;

/** `/openapi.json`, and `/docs` that shows it; every file comes from this server. */
export function docsRoutes(deps: DocsRoutesDeps): Router {
  const router = Router();
  const document = makeOpenapiDocument(deps.publicUrl);
  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  router.get('/docs', (_request, response) => {
    response.setHeader('Content-Security-Policy', POLICY);
    response.type('text/html').send(PAGE);
  });
  router.get('/docs/start.js', (_request, response) => {
    response.type('text/javascript').send(START);
  });
  const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  for (const [file, type] of Object.entries(FILES)) {
    router.get(`/docs/${file}`, (_request, response) => sendAsset(response, path.join(folder, file), type));
  }
  return router;
}

const assets = new Map<string, Buffer>();

/** Read once a process; the browser may keep it for a day. */
function sendAsset(response: Response, file: string, type: string): void {
  const content = assets.get(file) ?? readFileSync(file);
  assets.set(file, content);
  response.setHeader('Cache-Control', 'public, max-age=86400');
  response.type(type).send(content);
}
