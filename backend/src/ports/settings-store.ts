import type { SettingChange } from '../domain/portal/describe-setting-changes.ts';
import type { PortalSettings } from '../domain/portal/settings.ts';

/** Settings of a portal. Contract: `read` answers the defaults when none were saved; `save` replaces all, and logs who changed what from what to what when anything changed. */
export interface SettingsStore {
  read(organizationId: string): Promise<PortalSettings>;
  save(input: {
    readonly organizationId: string;
    readonly settings: PortalSettings;
    /** HubSpot's number of the user; null when somebody else did it. */
    readonly changedByUserId: number | null;
    /** Who did it through the integration API (`sub`). */
    readonly changedByCaller?: string;
    readonly changes: readonly SettingChange[];
  }): Promise<PortalSettings>;
}
