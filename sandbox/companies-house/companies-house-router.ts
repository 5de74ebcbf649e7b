import { createHash } from 'node:crypto';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Faults } from '../http/faults.ts';
import { type CompanyFile, readResource } from './company-file.ts';

/** What the local Companies House works on. */
export interface CompaniesHouseParts {
  /** Only this key is let in. */
  readonly apiKey: string;
  readonly companies: readonly CompanyFile[];
  readonly faults: Faults;
  /** Told of every request and how it was answered; 0 when it was not. */
  readonly onRequest?: (request: { readonly path: string; readonly status: number }) => void;
}

const RESOURCES = ['', '/officers', '/filing-history', '/charges', '/insolvency'];
const ALLOWED_QUERY = new Set(['items_per_page', 'start_index', 'category', 'register_view', 'order_by']);
const DEFAULT_PAGE_SIZE = 35;
const MAX_PAGE_SIZE = 100;
/** The limit of the real one: 600 requests in five minutes. */
const LIMIT = 600;
const WINDOW_MS = 300_000;

/** A stand-in for the Companies House public data API: the company, its officers, documents, charges and insolvency. */
export function makeCompaniesHouseRouter(parts: CompaniesHouseParts): Router {
  const router = express.Router();
  router.use(meetFault(parts), countRequests(), requireKey(parts.apiKey));
  for (const resource of RESOURCES) router.get(`/company/:number${resource}`, answer(parts, resource.slice(1)));
  router.use((_request, response) => void response.status(404).json(errorBody('invalid-resource')));
  return router;
}

function answer({ companies }: CompaniesHouseParts, resource: string): RequestHandler {
  return (request, response) => {
    const unknown = Object.keys(request.query).filter((name) => !ALLOWED_QUERY.has(name));
    if (unknown.length > 0) return void response.status(400).json(errorBody('unknown-query-parameter'));
    const file = companies.find(({ profile }) => profile.company_number === request.params.number);
    const page = {
      startIndex: Number(request.query.start_index ?? 0),
      itemsPerPage: Math.min(MAX_PAGE_SIZE, Number(request.query.items_per_page ?? DEFAULT_PAGE_SIZE)),
    };
    const body = file && readResource(file, resource, page);
    if (body === undefined) return void response.status(404).json(errorBody('company-profile-not-found'));
    sendValidated(request, response, JSON.stringify(body));
  };
}

function sendValidated(request: Request, response: Response, text: string): void {
  const etag = `"${createHash('sha1').update(text).digest('hex')}"`;
  response.set('ETag', etag);
  if (request.get('if-none-match') === etag) response.status(304).end();
  else response.type('application/json').send(text);
}

/** Planned faults come before everything else, as trouble does. */
function meetFault({ faults, onRequest }: CompaniesHouseParts): RequestHandler {
  return (request, response, next) => {
    const path = request.originalUrl;
    response.once('close', () => onRequest?.({ path, status: response.writableFinished ? response.statusCode : 0 }));
    const fault = faults.take({ method: request.method, path, portalId: undefined });
    if (fault === undefined) return next();
    if (fault.kind === 'status') {
      response.status(fault.status).set({ ...fault.headers });
      response.json(fault.body ?? errorBody('planned-fault'));
    } else if (fault.kind === 'delay') setTimeout(next, fault.ms);
    else if (fault.kind.startsWith('reset')) request.socket.destroy();
    else if (fault.kind === 'junk-after-apply') response.type('html').send(fault.text);
  };
}

function countRequests(): RequestHandler {
  let [count, endsAtMs] = [0, 0];
  return (_request, response, next) => {
    const nowMs = Date.now();
    if (nowMs >= endsAtMs) [count, endsAtMs] = [0, nowMs + WINDOW_MS];
    count += 1;
    response.set({
      'X-Ratelimit-Limit': String(LIMIT),
      'X-Ratelimit-Remain': String(Math.max(0, LIMIT - count)),
      'X-Ratelimit-Reset': String(Math.ceil(endsAtMs / 1000)),
    });
    if (count > LIMIT) response.status(429).json(errorBody('too-many-requests'));
    else next();
  };
}

/** The key is the user name; a password is a mistake. */
function requireKey(apiKey: string): RequestHandler {
  const wanted = `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`;
  return (request, response, next) => {
    if (request.get('authorization') === wanted) next();
    else response.status(401).json({ error: 'Invalid Authorization', type: 'ch:service' });
  };
}

function errorBody(error: string): object {
  return { errors: [{ error, type: 'ch:service' }] };
}
