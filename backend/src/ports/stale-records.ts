import type { ObjectType } from '../domain/portal/settings.ts';

/**
 * Records whose last enrichment is some time ago.
 *
 * Contract for implementers: `list` answers records whose last run ended at least `days` ago, the oldest first;
 * `listOrganizations` those that have a portal.
 */
export interface StaleRecords {
  list(input: {
    readonly organizationId: string;
    readonly objectTypes: readonly ObjectType[];
    readonly days: number;
    readonly limit: number;
  }): Promise<readonly { readonly objectType: ObjectType; readonly objectId: string }[]>;
  listOrganizations(): Promise<readonly string[]>;
}
