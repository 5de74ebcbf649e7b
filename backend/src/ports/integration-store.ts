import type { Door } from '../domain/portal/describe-caller.ts';
import type { SettingChange } from '../domain/portal/describe-setting-changes.ts';
import type { IsoDateTime } from '../domain/time.ts';
import type { Installation, NewTokens } from './installation-store.ts';

/** What an integration does by itself when the API syncs a record. */
export interface IntegrationFlags {
  readonly autoEnrich: boolean;
  readonly autoScore: boolean;
  readonly autoAssign: boolean;
  readonly autoCreateTasks: boolean;
}

/** One connected CRM account as the integration API shows it; never a token. */
export interface Integration extends IntegrationFlags {
  readonly installation: Installation;
  readonly crmType: 'hubspot' | 'salesforce';
  readonly isActive: boolean;
  readonly syncDirection: 'bidirectional' | 'to_crm' | 'from_crm';
  readonly syncFrequency: 'realtime' | 'hourly' | 'daily' | 'manual';
  readonly lastSyncAt: IsoDateTime | null;
  readonly createdAt: IsoDateTime;
  readonly updatedAt: IsoDateTime;
}

/** Whether a portal now belongs to an organisation. */
export type ClaimedPortal =
  /** The portal's data are kept under this tenant. */
  | { readonly kind: 'claimed'; readonly tenantId: string }
  /** It belongs to another organisation. */
  | { readonly kind: 'taken' };

/** What a connect brings for one portal. */
export interface SaveConnectionInput {
  readonly tenantId: string;
  readonly portalId: number;
  readonly uiDomain: string | null;
  readonly timeZone: string | null;
  /** `keep`: the account's own OAuth grant goes on. */
  readonly credentials:
    | { readonly kind: 'private_app'; readonly accessToken: string }
    | { readonly kind: 'oauth'; readonly tokens: NewTokens }
    | { readonly kind: 'keep' };
  readonly flags: IntegrationFlags;
  /** Who connected and where, for the log. */
  readonly connectedBy: { readonly callerId: string; readonly door: Door };
}

/**
 * Whose portals are, for callers that come with a token of an organisation instead of a signed request of HubSpot.
 *
 * Contract for implementers:
 * - an organisation has at most one portal at a time and a portal at most one organisation, over all processes;
 * - `findTenant` answers where the organisation's data are kept; undefined when it has no portal; the first call for a
 *   tenant that an install made records that it has members now;
 * - `claimPortal` gives a portal without an organisation to the caller's, whose earlier portal it leaves; repeating it
 *   changes nothing;
 * - `list` and `find` answer what belongs to the tenant only; active ones first, the newest first;
 * - `saveConnection` upserts, seals tokens, logs who connected, and never answers a token;
 * - `changeFlags` changes the switches alone and logs who changed which; of what is not there it changes nothing;
 * - `readPrivateAppToken` answers the stored token of a private app in clear; undefined when there is none.
 */
export interface IntegrationStore {
  findTenant(organizationId: string): Promise<string | undefined>;
  findTenantOfIntegration(integrationId: string): Promise<string | undefined>;
  claimPortal(input: { readonly organizationId: string; readonly portalId: number }): Promise<ClaimedPortal>;
  list(tenantId: string): Promise<readonly Integration[]>;
  find(tenantId: string, integrationId: string): Promise<Integration | undefined>;
  saveConnection(input: SaveConnectionInput): Promise<Integration>;
  changeFlags(input: {
    readonly tenantId: string;
    readonly integrationId: string;
    readonly flags: IntegrationFlags;
    readonly changedBy: { readonly userId: number | null; readonly callerId: string };
    /** What the log says of it; empty: nothing changed, and nothing is logged. */
    readonly changes: readonly SettingChange[];
  }): Promise<void>;
}
