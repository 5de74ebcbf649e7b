import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Faults } from '../http/faults.ts';
import type { OppspotCompanyBody } from './oppspot-company.ts';

/** What the local oppSpot works on. */
export interface OppspotParts {
  /** Only this key is let in. */
  readonly apiKey: string;
  readonly companies: readonly OppspotCompanyBody[];
  readonly faults: Faults;
  /** Told of every request and how it was answered; 0 when it was not. */
  readonly onRequest?: (request: { readonly path: string; readonly status: number }) => void;
}

/** One of these, and nothing else, is searched for. */
const SEARCHES = ['company_number', 'domain'] as const;
const MAX_FOUND = 10;
/** Requests a minute for one key (docs/oppspot-api.md). */
const LIMIT = 600;
const WINDOW_MS = 60_000;

/** A stand-in for the oppSpot API: search by number or domain, and one company with its events. */
export function makeOppspotRouter(parts: OppspotParts): Router {
  const router = express.Router();
  router.use(meetFault(parts), countRequests(), requireKey(parts.apiKey));
  router.get('/companies/search', searchCompanies(parts));
  router.get('/companies/:id', readCompany(parts));
  router.use((_request, response) => refuse(response, 404, 'not_found', 'There is no such address.'));
  return router;
}

function searchCompanies({ companies }: OppspotParts): RequestHandler {
  return (request, response) => {
    const [only, ...more] = Object.keys(request.query);
    const name = SEARCHES.find((search) => search === only);
    const wanted = name === undefined ? undefined : request.query[name];
    if (name === undefined || more.length > 0 || typeof wanted !== 'string' || wanted === '') {
      return refuse(response, 400, 'invalid_request', 'Search by company_number or by domain, one at a time.');
    }
    const found = companies.filter((company) =>
      name === 'domain' ? company.domains.includes(wanted) : company.company_number === wanted,
    );
    response.json({ companies: found.slice(0, MAX_FOUND).map(shortOf) });
  };
}

function readCompany({ companies }: OppspotParts): RequestHandler {
  return (request, response) => {
    if (Object.keys(request.query).length > 0) {
      return refuse(response, 400, 'invalid_request', 'A company has no query parameters.');
    }
    const company = companies.find(({ id }) => id === request.params.id);
    if (company === undefined) return refuse(response, 404, 'not_found', 'There is no such company.');
    response.json(company);
  };
}

function shortOf({ id, name, company_number, domains }: OppspotCompanyBody): object {
  return { id, name, company_number, domains };
}

/** Planned faults come before everything else, as trouble does. */
function meetFault({ faults, onRequest }: OppspotParts): RequestHandler {
  return (request: Request, response, next) => {
    const path = request.originalUrl;
    response.once('close', () => onRequest?.({ path, status: response.writableFinished ? response.statusCode : 0 }));
    const fault = faults.take({ method: request.method, path, portalId: undefined });
    if (fault === undefined) return next();
    if (fault.kind === 'status') {
      response.status(fault.status).set({ ...fault.headers });
      response.json(fault.body ?? { error: { code: 'planned_fault', message: 'A planned fault.' } });
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
    if (count <= LIMIT) return next();
    response.set('Retry-After', String(Math.ceil((endsAtMs - nowMs) / 1000)));
    refuse(response, 429, 'rate_limited', 'Too many requests.');
  };
}

function requireKey(apiKey: string): RequestHandler {
  return (request, response, next) => {
    if (request.get('authorization') === `Bearer ${apiKey}`) next();
    else refuse(response, 401, 'unauthenticated', 'Send a valid key as bearer token.');
  };
}

function refuse(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ error: { code, message } });
}
