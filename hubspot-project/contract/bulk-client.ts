import {
  type BulkAnswer,
  type BulkDryRunAnswer,
  type BulkRequest,
  bulkAnswerSchema,
  bulkDryRunAnswerSchema,
} from './bulk.ts';
import { type Answer, type FetchLike, makeCall } from './client.ts';

/** What is asked for; the client adds nothing to it. */
export type BulkStart = Omit<BulkRequest, 'dryRun'>;

/** The routes of bulk runs, typed; nothing here throws. */
export interface BulkClient {
  /** Says what a run would take; starts nothing. */
  estimate(request: BulkStart): Promise<Answer<BulkDryRunAnswer>>;
  /** The same key starts one run, however often it is sent. */
  start(request: BulkStart): Promise<Answer<BulkAnswer>>;
  read(id: string): Promise<Answer<BulkAnswer>>;
  stop(id: string): Promise<Answer<BulkAnswer>>;
  resume(id: string): Promise<Answer<BulkAnswer>>;
  undo(id: string): Promise<Answer<BulkAnswer>>;
}

/**
 * Makes the client for bulk runs of one backend.
 *
 * @param baseUrl https origin without a trailing slash, as for the card's client
 * @param send    `hubspot.fetch`: only there does HubSpot say who calls, and an admin may do more
 */
export function makeBulkClient(baseUrl: string, send: FetchLike): BulkClient {
  const call = makeCall(baseUrl, send);
  const path = (id: string, deed = '') => `/bulk-enrichments/${encodeURIComponent(id)}${deed}`;
  return {
    estimate: (request) => call(bulkDryRunAnswerSchema, '/bulk-enrichments', 'POST', { ...request, dryRun: true }),
    start: (request) => call(bulkAnswerSchema, '/bulk-enrichments', 'POST', request),
    read: (id) => call(bulkAnswerSchema, path(id), 'GET'),
    stop: (id) => call(bulkAnswerSchema, path(id, '/stop'), 'POST'),
    resume: (id) => call(bulkAnswerSchema, path(id, '/resume'), 'POST'),
    undo: (id) => call(bulkAnswerSchema, path(id, '/undo'), 'POST'),
  };
}
