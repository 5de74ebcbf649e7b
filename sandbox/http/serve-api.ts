import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import type { Conformance } from '../conformance/conformance.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import { type Answer, answerCall, type Incoming } from './answer-call.ts';
import type { ApiReply, LatencyClass } from './api-route.ts';
import { drawLatencyMs } from './draw-latency.ts';
import type { Fault, Faults } from './faults.ts';
import { readArrivalMs } from './note-arrival.ts';
import type { RateLimits } from './rate-limits.ts';
import { type RequestJournal, readPreciseTimeMs } from './request-journal.ts';
import type { FindRoute } from './route-table.ts';

/** What stands behind HubSpot's API origin. */
export interface ApiParts {
  readonly state: SandboxState;
  readonly findRoute: FindRoute;
  readonly rateLimits: RateLimits;
  readonly faults: Faults;
  readonly journal: RequestJournal;
  readonly conformance: Conformance;
}

/** Makes the handler of HubSpot's API: gates, route, planned faults, latency, journal, conformance. */
export function makeApiHandler(parts: ApiParts): RequestHandler {
  return async (request, response) => {
    const tIn = readArrivalMs(request);
    const incoming = readIncoming(request);
    const portalId = peekPortalId(parts.state, incoming.authorization);
    const fault = parts.faults.take({ method: incoming.method, path: incoming.path, portalId });
    const note = (answer: Answer, status: number) =>
      parts.journal.add({
        method: incoming.method,
        path: incoming.path,
        query: Object.fromEntries(incoming.query),
        body: answer.body,
        status,
        portalId,
        bucket: answer.bucket,
        scopes: answer.scopes,
        fault: fault?.kind,
        tIn,
        tOut: readPreciseTimeMs(),
      });

    if (fault?.kind === 'reset-before' || fault?.kind === 'hang-before') {
      note(NOT_ANSWERED, 0);
      if (fault.kind === 'reset-before') request.socket.destroy();
      return;
    }
    if (fault?.kind === 'delay') await sleep(fault.ms);
    const answer = fault?.kind === 'status' ? answerWithFault(fault) : answerCall(parts, incoming);
    await waitLatency(parts.state, answer.latency);
    if (fault?.kind !== 'status') checkConformance(parts, incoming, answer);
    const noted = note(answer, answer.reply.status);
    finish({ request, response, fault, reply: answer.reply });
    // Putting the answer into words and on the wire is the sandbox's time, not that of who waits for it.
    noted.endAt(readPreciseTimeMs());
  };
}

const NOT_ANSWERED: Answer = {
  reply: { status: 0 },
  bucket: 'none',
  latency: undefined,
  body: undefined,
  scopes: [],
};

function answerWithFault(fault: Extract<Fault, { kind: 'status' }>): Answer {
  const body = fault.body ?? {
    status: 'error',
    message: `Planned fault ${fault.status}`,
    correlationId: '00000000-0000-4000-8000-000000000000',
    category: 'PLANNED_FAULT',
  };
  const headers = fault.headers === undefined ? {} : { headers: fault.headers };
  return { ...NOT_ANSWERED, reply: { status: fault.status, body, ...headers } };
}

function finish(ending: { request: Request; response: Response; fault: Fault | undefined; reply: ApiReply }): void {
  const { request, response, fault, reply } = ending;
  if (fault?.kind === 'reset-after-apply') request.socket.destroy();
  else if (fault?.kind === 'hang-after-apply') return;
  else if (fault?.kind === 'junk-after-apply') response.status(reply.status).type('text/html').send(fault.text);
  else {
    response.status(reply.status).set({ ...reply.headers });
    if (reply.body === undefined) response.end();
    else response.type('application/json').send(JSON.stringify(reply.body));
  }
}

async function waitLatency(state: SandboxState, latency: LatencyClass | undefined): Promise<void> {
  if (latency === undefined) return;
  const { readMs, writeMs, searchMs, tokenMs } = state.settings.latency;
  const waitMs = drawLatencyMs({ read: readMs, write: writeMs, search: searchMs, token: tokenMs }[latency]);
  if (waitMs > 0) await sleep(waitMs);
}

function checkConformance(parts: ApiParts, incoming: Incoming, answer: Answer): void {
  parts.conformance.check({
    method: incoming.method,
    path: incoming.path,
    query: incoming.query,
    contentType: incoming.contentType,
    requestBody: answer.body,
    status: answer.reply.status,
    responseBody: answer.reply.body,
  });
}

function readIncoming(request: Request): Incoming {
  const url = new URL(request.originalUrl, 'http://sandbox.invalid');
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    contentType: request.headers['content-type'] ?? '',
    authorization: request.headers.authorization,
  };
}

function peekPortalId(state: SandboxState, authorization: string | undefined): number | undefined {
  return state.oauth.accessTokens.get(authorization?.slice('Bearer '.length) ?? '')?.portalId;
}
