import { UNDO_DAYS } from '../domain/enrichment/undo-changes.ts';
import type { Logger } from '../ports/logger.ts';
import type { RetentionStore } from '../ports/retention-store.ts';
import type { SettingsStore } from '../ports/settings-store.ts';

/** What a source said is asked again long before this. */
const SOURCE_ANSWER_DAYS = 90;

/** What the use case touches. */
export interface EraseExpiredDeps {
  readonly retention: RetentionStore;
  readonly settings: SettingsStore;
  readonly logger: Logger;
}

/**
 * Erases runs, logs and texts that are older than each portal's `retentionDays`, and old answers of sources. Nothing goes
 * while it can be undone: 30 days are kept whatever the settings say. One portal that fails does not keep the others.
 */
export async function eraseExpired(deps: EraseExpiredDeps): Promise<void> {
  for (const organizationId of await deps.retention.listOrganizations()) {
    try {
      const { retentionDays } = await deps.settings.read(organizationId);
      const erased = await deps.retention.eraseOlderThan(organizationId, Math.max(retentionDays, UNDO_DAYS));
      if (erased.runs + erased.logs > 0) deps.logger.info({ organizationId, ...erased }, 'erased what is out of date');
    } catch (error) {
      deps.logger.error({ organizationId, err: error }, 'could not erase what is out of date');
    }
  }
  await deps.retention.eraseSourceAnswers(SOURCE_ANSWER_DAYS);
}
