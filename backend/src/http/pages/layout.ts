import { randomBytes } from 'node:crypto';
import type { Response } from 'express';
import { type Html, html } from './html.ts';

const STYLE = `
:root{color-scheme:light dark;--ink:#1f2a37;--soft:#5b6b7d;--line:#dde3ea;--paper:#fff;--ground:#f4f6f8;--brand:#0b6e99;--ok:#0a7d5c;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#e6ebf0;--soft:#9fb0c0;--line:#33404d;--paper:#1b232c;--ground:#12181f;--brand:#5fb8dc;--ok:#4fc79d;--bad:#ff8a80}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:44rem;margin:8vh auto;padding:2.5rem;background:var(--paper);border:1px solid var(--line);border-radius:14px}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .5rem}h2{font-size:1.05rem;margin:2rem 0 .5rem}p{margin:.5rem 0}.lead{color:var(--soft)}
.mark{font-weight:700;color:var(--brand);letter-spacing:.01em;margin-bottom:1.25rem}.ok{color:var(--ok)}.bad{color:var(--bad)}
ol,ul{padding-left:1.3rem}li{margin:.35rem 0}.button{display:inline-block;margin-top:1.25rem;padding:.65rem 1.2rem;border-radius:8px;background:var(--brand);color:var(--paper);font-weight:600;text-decoration:none}
.button:focus-visible,a:focus-visible{outline:3px solid var(--ink);outline-offset:2px}code{font-size:.92em}small{color:var(--soft)}
@media (max-width:48rem){main{margin:0;border:0;border-radius:0;min-height:100vh}}`;

/** Sends one of our own pages: no script, no outside resource, style by nonce, never cached. */
export function sendPage(
  response: Response,
  status: number,
  page: { readonly title: string; readonly body: Html },
): void {
  const nonce = randomBytes(16).toString('base64');
  response.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  response.setHeader('Cache-Control', 'no-store');
  const document = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${page.title} · oppSpot SmartSync</title><style nonce="${nonce}">${{ html: STYLE }}</style></head><body><main><div class="mark">oppSpot SmartSync</div>${page.body}</main></body></html>`;
  response.status(status).type('html').send(document.html);
}
