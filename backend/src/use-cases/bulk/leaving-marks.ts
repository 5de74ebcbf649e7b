import { AppError } from '../../domain/errors.ts';
import type { AutomationStore } from '../../ports/automation-store.ts';
import { type BulkAutomationStore, intentName } from '../../ports/bulk-automation.ts';

type Sent = Parameters<AutomationStore['markSent']>[0];

/** Intents that are marked as sent when their batch leaves for HubSpot, not when it begins to wait for its place there. */
export interface LeavingMarks {
  /** Notes what is to be marked when the create of this intent leaves. */
  defer(sent: Sent): void;
  /**
   * Marks the intents of these creates.
   *
   * @param keys of the drafts, as `automationKey` makes them
   * @throws AppError `upstream_unavailable` when one of them is another's by now: then nothing of the batch may leave
   */
  mark(keys: readonly string[]): Promise<void>;
}

/**
 * Makes the marks of one batch.
 *
 * What is marked is in doubt until HubSpot has answered, and without a key of ours it is not sent again for two minutes. A
 * process that dies while its batch waits for the limit must not leave what never left in that doubt.
 */
export function makeLeavingMarks(
  store: Pick<BulkAutomationStore, 'markAllSent'>,
  organizationId: string,
): LeavingMarks {
  const deferred = new Map<string, Sent>();
  return {
    defer: (sent) => void deferred.set(intentName(sent), sent),
    async mark(keys) {
      const sent = keys.flatMap((key) => deferred.get(key) ?? []);
      const held = await store.markAllSent(organizationId, sent);
      if (held.includes(false)) throw new AppError('upstream_unavailable', 'Another process makes these by now.');
    },
  };
}
