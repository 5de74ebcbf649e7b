import type { PortalSettings } from '../domain/portal/settings.ts';
import { decideSync } from '../domain/sync/decide-sync.ts';
import { isEcho } from '../domain/sync/echo.ts';
import { breakLoop } from '../domain/sync/loop-breaker.ts';
import { foldEvents, type RecordNews } from '../domain/sync/record-event.ts';
import type { Clock } from '../ports/clock.ts';
import type { ErasureStore } from '../ports/erasure-store.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { Logger } from '../ports/logger.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { RecordMark, RecordWithEvents, WebhookStore } from '../ports/webhook-store.ts';
import { type RecordToSync, startSync } from './start-sync.ts';

/** Name of the job that takes a portal's deliveries. */
export const HANDLE_WEBHOOKS_TASK = 'handle_webhooks';

/** Deliveries taken at once: at most 10,000 events. */
const DELIVERIES = 10;
/** Records that the log names of those that change in circles. */
const EXAMPLES = 5;

/** What the use case touches. */
export interface HandleWebhooksDeps {
  readonly webhooks: WebhookStore;
  readonly erasures: Pick<ErasureStore, 'eraseRecords'>;
  readonly settings: Pick<SettingsStore, 'read'>;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once per delivery, with the milliseconds from the arrival of its oldest event to here. */
  readonly observeLag: (lagMs: number) => void;
}

/**
 * Turns a portal's stored events into work: people are forgotten, merged and deleted records noted, and records that
 * changed are queued. Repeating any of it changes nothing, so a crash in between loses and doubles nothing.
 *
 * @returns how many records were queued
 */
export async function handleWebhooks(
  deps: HandleWebhooksDeps,
  { organizationId }: { readonly organizationId: string },
): Promise<number> {
  const deliveries = await deps.webhooks.take(organizationId, DELIVERIES);
  if (deliveries.length === 0) return 0;
  const now = deps.clock.now();
  for (const { receivedAt } of deliveries) deps.observeLag(Math.max(0, now.getTime() - receivedAt.getTime()));
  const news = foldEvents(deliveries.flatMap(({ events }) => events));
  await mergeAndErase(deps, organizationId, news);
  const known = await deps.webhooks.lookUpAll(organizationId, news);
  const settings = await deps.settings.read(organizationId);
  const decided = news.flatMap((one, index) => {
    const record = known[index];
    return record ? [decide(settings, one, record, now.getTime())] : [];
  });
  const starts = decided.flatMap(({ start }) => start ?? []);
  const circling = starts.filter(({ delayMs }) => delayMs > 0);
  if (circling.length > 0) {
    const examples = circling.slice(0, EXAMPLES).map(({ objectType, objectId }) => `${objectType}/${objectId}`);
    deps.logger.warn(
      { organizationId, records: circling.length, examples },
      'records change in circles; they have to wait',
    );
  }
  await markReturned(deps, organizationId, decided);
  await startSync(deps.queue, { organizationId, jobClass: 'webhook', records: starts });
  await deps.webhooks.settle({
    organizationId,
    deliveryIds: deliveries.map(({ id }) => id),
    marks: decided.map(({ mark }) => mark),
  });
  if (deliveries.length === DELIVERIES) await takeMore(deps, organizationId);
  return starts.length;
}

/**
 * What came back is known to be back before it is queued: another worker may take it the next moment, and leaves alone what is
 * gone. When it changed is stored afterwards with all the rest, so that a crash in between queues it again.
 */
async function markReturned(
  deps: HandleWebhooksDeps,
  organizationId: string,
  decided: readonly Decided[],
): Promise<void> {
  const marks = decided.flatMap(({ mark: { objectType, objectId, lifecycleAtMs, isGone }, start }) =>
    start === null || lifecycleAtMs === undefined || isGone !== false
      ? []
      : [{ objectType, objectId, lifecycleAtMs, isGone }],
  );
  if (marks.length > 0) await deps.webhooks.settle({ organizationId, deliveryIds: [], marks });
}

async function takeMore(deps: HandleWebhooksDeps, organizationId: string): Promise<void> {
  await deps.queue.enqueue({
    organizationId,
    task: HANDLE_WEBHOOKS_TASK,
    jobClass: 'webhook',
    key: 'webhooks',
    payload: {},
    delayMs: 0,
  });
}

/** Merges come first: who is forgotten is forgotten with what was merged into them, in whatever order HubSpot tells of it. */
async function mergeAndErase(
  deps: HandleWebhooksDeps,
  organizationId: string,
  news: readonly RecordNews[],
): Promise<void> {
  const erased = news.filter(({ isErased }) => isErased);
  for (const one of news.filter(({ mergedIds }) => mergedIds.length > 0)) {
    const { objectType, objectId, mergedIds } = one;
    const moved = await deps.webhooks.moveRecords({ organizationId, objectType, mergedIds, survivorId: objectId });
    if (moved.isSurvivorErased) erased.push(one);
  }
  if (erased.length > 0) await deps.erasures.eraseRecords(organizationId, erased);
}

/** What is remembered of a record's news, and the work that they start. */
interface Decided {
  readonly mark: RecordMark;
  readonly start: RecordToSync | null;
}

function decide(settings: PortalSettings, news: RecordNews, record: RecordWithEvents, nowMs: number): Decided {
  const { objectType, objectId, lifecycle, changedAtMs } = news;
  if (record.isErased || news.isErased) return { mark: { objectType, objectId }, start: null };
  const isLifecycleNews = lifecycle !== null && lifecycle.atMs > (record.lifecycleAtMs ?? -1);
  const isGone = isLifecycleNews ? lifecycle.kind === 'gone' : record.isGone;
  const mark: RecordMark = {
    objectType,
    objectId,
    ...(changedAtMs === null ? {} : { changedAtMs }),
    ...(isLifecycleNews ? { lifecycleAtMs: lifecycle.atMs, isGone } : {}),
  };
  const isNew = changedAtMs !== null && changedAtMs > (record.changedAtMs ?? -1);
  if (!isNew || isGone || isEcho(news, record.memory?.written ?? {})) return { mark, start: null };
  const isKnown = record.memory !== undefined;
  const decision = decideSync(settings, { objectType, isCreated: news.isCreated, isKnown, cause: 'webhook' });
  if (decision === 'none') return { mark, start: null };
  const { delayMs, startedAtMs } = breakLoop(record.startedAtMs, nowMs);
  const version = `${changedAtMs}`;
  return { mark: { ...mark, startedAtMs }, start: { objectType, objectId, decision, version, delayMs } };
}
