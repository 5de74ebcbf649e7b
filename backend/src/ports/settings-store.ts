import type { PortalSettings } from '../domain/portal/settings.ts';

/** Settings of a portal. Contract: `read` answers the defaults when none were saved; `save` replaces all and logs who. */
export interface SettingsStore {
  read(organizationId: string): Promise<PortalSettings>;
  save(input: {
    readonly organizationId: string;
    readonly settings: PortalSettings;
    readonly changedByUserId: number | null;
    /** Dotted names of what changed. */
    readonly changedNames: readonly string[];
  }): Promise<PortalSettings>;
}
