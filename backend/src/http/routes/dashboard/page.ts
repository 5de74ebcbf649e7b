import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import express, { type Response, Router } from 'express';
import { html } from '../../pages/html.ts';
import { sendPage } from '../../pages/layout.ts';

/** What serving the page needs. */
export interface DashboardPageDeps {
  /** Folder with `index.html` and `assets/`, made by the build of the dashboard. */
  readonly folder: string;
}

/** Where the build leaves a place for the nonce of a request. */
const NONCE_PLACE = '__STYLE_NONCE__';

/** The dashboard's page and its files. */
export function dashboardPage({ folder }: DashboardPageDeps): Router {
  const router = Router();
  // The names hold a hash of the content, so a browser never has to ask again.
  router.use(
    '/assets',
    express.static(path.join(folder, 'assets'), { index: false, immutable: true, maxAge: '1y', fallthrough: false }),
  );
  router.get(/.*/, async (_request, response) => {
    const page = await readPage(folder);
    if (page === undefined) return sendNotBuilt(response);
    const nonce = randomBytes(16).toString('base64');
    response.setHeader('Content-Security-Policy', policyOf(nonce));
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
    response.type('html').send(page.replaceAll(NONCE_PLACE, nonce));
  });
  return router;
}

/** Everything from here, nothing inline: scripts by origin, the components' own style element by nonce. */
function policyOf(nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self'`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

/** Read for each page: it is small, and a new build shows at once. */
async function readPage(folder: string): Promise<string | undefined> {
  try {
    return await readFile(path.join(folder, 'index.html'), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function sendNotBuilt(response: Response): void {
  const title = 'The dashboard is not built';
  const body = html`<h1><span class="bad">✕</span> ${title}</h1><p class="lead">Run <code>npm run build</code> on the server, then reload this page.</p>`;
  sendPage(response, 503, { title, body });
}
