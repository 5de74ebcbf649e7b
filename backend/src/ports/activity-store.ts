import type { Enrichment } from '../domain/enrichment/enrichment.ts';
import type { SettingChange } from '../domain/portal/describe-setting-changes.ts';
import type { ObjectType } from '../domain/portal/settings.ts';
import type { IsoDateTime } from '../domain/time.ts';

/** One line of what the app did in a portal. */
export interface ActivityItem {
  readonly id: string;
  readonly at: IsoDateTime;
  readonly kind:
    | 'enrichment'
    | 'sync'
    | 'settings'
    | 'install'
    | 'disconnect'
    | 'undo'
    | 'forget'
    | 'bulk'
    | 'export'
    | 'repair';
  readonly status: 'success' | 'failed' | 'pending';
  readonly objectType: ObjectType | null;
  readonly objectId: string | null;
  readonly enrichmentId: string | null;
  readonly enrichmentStatus: Enrichment['status'] | null;
  readonly requestedBy: Enrichment['requestedBy'] | null;
  readonly written: readonly string[];
  readonly kept: readonly string[];
  readonly message: string | null;
  /** What a change of settings changed; [] for everything else. */
  readonly settingChanges: readonly SettingChange[];
}

/** The activity of a portal, newest first. Contract: `cursor` is opaque; null `nextCursor` is the end; `limit` 1–100. */
export interface ActivityStore {
  list(input: {
    readonly organizationId: string;
    readonly cursor: string | null;
    readonly limit: number;
    readonly status: ActivityItem['status'] | null;
  }): Promise<{ readonly items: readonly ActivityItem[]; readonly nextCursor: string | null }>;
}
