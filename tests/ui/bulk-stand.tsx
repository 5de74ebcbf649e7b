/** Opens the real bulk action over a selection, with a backend that the test answers for. */
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { vi } from 'vitest';
import { BulkEnrichAction } from '../../hubspot-project/app/actions/BulkEnrichAction.tsx';
import { ORIGIN, pick, type Sent, textOf } from './card-stand.tsx';

const ROUTE = `${ORIGIN}/api/hubspot/bulk-enrichments`;

const NOTHING_DONE = { enriched: 0, unchanged: 0, needsReview: 0, noMatch: 0, insufficientData: 0, failed: 0 };

/** An estimate as the backend answers it. */
export const estimateOf = (records: number, over: object = {}) => ({
  bulk: {
    id: null,
    total: records,
    estimate: { records, hubspotCalls: 14, modelCalls: 40, modelTokens: 68_000, seconds: 95, ...over },
  },
});

/** A run as the backend answers it. */
export const bulkOf = (over: object = {}) => ({
  bulk: {
    id: 'b1',
    objectType: 'companies',
    status: 'running',
    statusReason: null,
    total: 3,
    done: 0,
    ...NOTHING_DONE,
    estimate: estimateOf(3).bulk.estimate,
    usage: { hubspotCalls: 0, modelCalls: 0, modelTokens: 0 },
    createdAt: '2026-11-20T10:00:00Z',
    startedAt: '2026-11-20T10:00:00Z',
    completedAt: null,
    etaSeconds: 95,
    undo: null,
    ...over,
  },
});

const open: { close(): void }[] = [];

/** Takes all actions off the screen: a run that is still followed would send its requests into the next test. */
export function closeBulkActions(): void {
  for (const action of open.splice(0)) action.close();
}

/** Puts the action over a selection; each `hubspot.fetch` waits in `sent` for its answer. */
export function openBulkAction(objectIds: readonly number[], objectTypeId = '0-2') {
  const sent: Sent[] = [];
  const hsFetch = (url: string, { method = 'GET', body }: { method?: string; body?: Record<string, unknown> }) =>
    new Promise<Response>((resolve, reject) => {
      sent.push({
        method,
        path: url.replace(ROUTE, ''),
        body,
        answer: (answer, status = 200) => resolve(new Response(JSON.stringify(answer), { status })),
        breakOff: () => reject(new Error('connection reset')),
      });
    });
  Object.assign(globalThis, { self: globalThis, hsFetch });
  const renderer = createRenderer('crm.bulkActions');
  renderer.mocks.context.variables = { BACKEND_ORIGIN: ORIGIN };
  renderer.mocks.context.crm = { objectIds: [...objectIds], objectTypeId };
  renderer.mocks.context.user.locale = 'en-gb';
  renderer.render(<BulkEnrichAction />);
  open.push({ close: () => void renderer.render(null) });
  const until = <T,>(check: () => T) => vi.waitFor(check, { interval: 1 });
  return {
    ...renderer,
    sent,
    text: () => textOf(renderer.getRootNode()),
    until,
    /** The request with this number, counted from 1, as soon as it is sent. */
    request: (number: number) => until(() => pick(sent, number)),
  };
}
