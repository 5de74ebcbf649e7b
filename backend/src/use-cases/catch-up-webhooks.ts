import { AppError, type ErrorCode } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { EventsJournal, JournalBookmark, JournalEntry, JournalPlace } from '../ports/events-journal.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { Logger } from '../ports/logger.ts';
import type { WebhookStore } from '../ports/webhook-store.ts';
import { CHECK_CONNECTION } from './leave-portal.ts';
import { SYNC_CHANGES } from './sync-changes.ts';

/** HubSpot keeps its journal for three days; a little less, so that nothing is thrown away while we read. */
const KEPT_MS = 3 * 86_400_000 - 3_600_000;
/** An app that may not read the journal asks again after this time. */
const ASK_AGAIN_MS = 3_600_000;

/** What the use case touches. */
export interface CatchUpWebhooksDeps {
  /** undefined: the app has no credentials of its own. */
  readonly journal: EventsJournal | undefined;
  readonly bookmark: JournalBookmark;
  readonly webhooks: Pick<WebhookStore, 'receive'>;
  readonly queue: Pick<JobQueue, 'enqueue'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Reads what HubSpot's journal holds since the last time, so that what webhooks missed is found, uninstalls included. Its
 * events go the way of webhooks, so that what those told already changes nothing.
 *
 * Where the journal begins later than we left off, or may not be read, every portal is looked at by date of modification.
 *
 * @returns how many entries were read
 */
export async function catchUpWebhooks(deps: CatchUpWebhooksDeps): Promise<number> {
  const { journal, bookmark, clock } = deps;
  if (!journal) return 0;
  const place = await bookmark.read();
  const isRefused = place?.unavailableBecause != null;
  if (isRefused && clock.now().getTime() - place.updatedAt.getTime() < ASK_AGAIN_MS) return 0;
  try {
    const portals = await bookmark.listPortals();
    await journal.subscribe(portals.map(({ portalId }) => portalId));
    if (place === undefined || isRefused || isTooOld(place, clock)) return await beginAnew(deps, journal, place);
    const { offset } = place;
    return await readOn(deps, journal, offset).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') return beginAnew(deps, journal, place);
      throw error;
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (!NOT_PERMITTED.has(error.code)) throw error;
    deps.logger.warn({ code: error.code, reason: error.message }, 'HubSpot’s webhooks journal is not open to this app');
    await bookmark.save({ unavailableBecause: error.message });
    if (!isRefused) await lookAtAll(deps);
    return 0;
  }
}

/** The app has no right to the journal, or HubSpot has none for it. */
const NOT_PERMITTED: ReadonlySet<ErrorCode> = new Set([
  'upstream_missing_scopes',
  'upstream_refused_token',
  'upstream_rejected',
  'not_configured',
  'not_found',
]);

function isTooOld({ readToEndAt }: JournalPlace, clock: Clock): boolean {
  return readToEndAt !== null && clock.now().getTime() - readToEndAt.getTime() > KEPT_MS;
}

/** From here on; what came before is looked for by date. The place first: what happens meanwhile is in the journal. */
async function beginAnew(
  deps: CatchUpWebhooksDeps,
  journal: EventsJournal,
  place: JournalPlace | undefined,
): Promise<number> {
  const offset = await journal.readNewestOffset();
  if (place !== undefined) await lookAtAll(deps);
  await deps.bookmark.save({ offset, readToEndAt: deps.clock.now(), unavailableBecause: null });
  return 0;
}

async function readOn(deps: CatchUpWebhooksDeps, journal: EventsJournal, from: string | null): Promise<number> {
  let offset = from;
  let read = 0;
  for (;;) {
    const entries = await journal.readAfter(offset);
    for (const entry of entries) {
      await takeEntry(deps, entry);
      // After its events are stored: a crash in between reads it again, and that changes nothing.
      offset = entry.offset;
      await deps.bookmark.save({ offset });
    }
    read += entries.length;
    if (entries.length > 0) continue;
    await deps.bookmark.save({ readToEndAt: deps.clock.now() });
    if (read > 0) deps.logger.info({ entries: read }, 'read HubSpot’s webhooks journal');
    return read;
  }
}

async function takeEntry(deps: CatchUpWebhooksDeps, entry: JournalEntry): Promise<void> {
  if (entry.events.length > 0) await deps.webhooks.receive(entry.events);
  if (entry.leftPortalIds.length === 0) return;
  const left = new Set(entry.leftPortalIds);
  const portals = await deps.bookmark.listPortals();
  // The journal's word alone disconnects nobody: the token tells.
  for (const { organizationId } of portals.filter(({ portalId }) => left.has(portalId))) {
    await deps.queue.enqueue({ organizationId, ...CHECK_CONNECTION, jobClass: 'schedule', payload: {}, delayMs: 0 });
  }
}

async function lookAtAll(deps: CatchUpWebhooksDeps): Promise<void> {
  for (const { organizationId } of await deps.bookmark.listPortals()) {
    await deps.queue.enqueue({ organizationId, ...SYNC_CHANGES, jobClass: 'schedule', payload: {}, delayMs: 0 });
  }
}
