import { AppError } from '../domain/errors.ts';
import type { Door } from '../domain/portal/describe-caller.ts';
import { describeFlagChanges } from '../domain/portal/describe-flag-changes.ts';
import { describeSettingChanges } from '../domain/portal/describe-setting-changes.ts';
import type { PortalSettings } from '../domain/portal/settings.ts';
import {
  type CrmType,
  failure,
  failureOf,
  SEED_MESSAGES,
  type SyncFailure,
  whyUnsupported,
} from '../domain/sync/sync-result.ts';
import type { Crm, CrmAccount } from '../ports/crm.ts';
import type { CrmOauth } from '../ports/crm-oauth.ts';
import type {
  Integration,
  IntegrationFlags,
  IntegrationStore,
  SaveConnectionInput,
} from '../ports/integration-store.ts';
import type { Logger } from '../ports/logger.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { ensureOppspotProperties } from './ensure-oppspot-properties.ts';
import type { GetAccessTokenDeps } from './get-access-token.ts';
import { openCrmSession } from './open-crm-session.ts';

/** What the use case touches. */
export interface ConnectCrmDeps extends GetAccessTokenDeps {
  readonly integrations: IntegrationStore;
  readonly settings: SettingsStore;
  readonly crm: Crm;
  readonly oauth: CrmOauth | undefined;
  readonly logger: Logger;
}

/** Who connects which account, and how it is to work. Absent members stay as they are, or as a new connection begins. */
export interface ConnectCrmInput {
  readonly organizationId: string;
  /** User id of the caller, as the token or session says. */
  readonly userId: string;
  readonly door: Door;
  readonly crmType: CrmType;
  readonly accessToken: string;
  /** Of an OAuth grant to this app; absent for the token of a private app. */
  readonly refreshToken?: string;
  readonly flags: Partial<IntegrationFlags>;
  readonly sync: Partial<PortalSettings['sync']>;
}

/** How a connect ended. */
export type ConnectedCrm = { readonly success: true; readonly integration: Integration } | SyncFailure;

/** A new connection enriches and scores what is synced; nothing is assigned or made before somebody asks for it. */
const FIRST_FLAGS: IntegrationFlags = { autoEnrich: true, autoScore: true, autoAssign: false, autoCreateTasks: false };
const FIRST_SYNC: PortalSettings['sync'] = { direction: 'bidirectional', frequency: 'realtime' };

/**
 * Connects an organisation to a CRM account after trying the token there; repeating it updates token and switches.
 *
 * An account that an install connected already keeps its own grant and is linked to the organisation, unless another
 * organisation has it: then, and while the organisation has another account connected, the answer is `CONFLICT`.
 */
export async function connectCrm(deps: ConnectCrmDeps, input: ConnectCrmInput): Promise<ConnectedCrm> {
  const unsupported = whyUnsupported(input.crmType);
  if (unsupported) return unsupported;
  try {
    const tried = await tryCredentials(deps, input);
    if ('success' in tried) return tried;
    const before = await findCurrent(deps, input.organizationId);
    const isOther = before?.isActive && before.installation.portalId !== tried.account.portalId;
    if (isOther) {
      const message = `This organisation is connected to account ${before.installation.portalId}. Disconnect that one first.`;
      return failure('CONFLICT', message);
    }
    return await link(deps, input, tried);
  } catch (error) {
    return failureOf(error);
  }
}

/** Credentials that the CRM took, and whose they are. */
interface TriedCredentials {
  readonly account: CrmAccount;
  readonly credentials: Exclude<SaveConnectionInput['credentials'], { kind: 'keep' }>;
}

async function tryCredentials(deps: ConnectCrmDeps, input: ConnectCrmInput): Promise<TriedCredentials | SyncFailure> {
  const { refreshToken } = input;
  if (refreshToken === undefined) {
    const account = await readAccount(deps, input.accessToken);
    return account ? { account, credentials: { kind: 'private_app', accessToken: input.accessToken } } : refused();
  }
  if (!deps.oauth) {
    throw new AppError('not_configured', 'A refresh_token needs HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET.');
  }
  // How long the access token still lives is not known; a refresh proves the grant and gives a full one.
  const refreshed = await deps.oauth.refresh(refreshToken);
  if (refreshed.kind === 'revoked') return refused();
  const account = await readAccount(deps, refreshed.tokens.accessToken);
  return account ? { account, credentials: { kind: 'oauth', tokens: refreshed.tokens } } : refused();
}

function refused(): SyncFailure {
  return failure('INVALID_CREDENTIALS', SEED_MESSAGES.credentials);
}

/** undefined: the CRM refused the token. */
async function readAccount(deps: ConnectCrmDeps, accessToken: string): Promise<CrmAccount | undefined> {
  try {
    return await deps.crm.readAccount({
      getAccessToken: async () => accessToken,
      countCall: () => {},
      priority: 'interactive',
    });
  } catch (error) {
    if (error instanceof AppError && error.code === 'upstream_refused_token') return undefined;
    throw error;
  }
}

async function findCurrent(deps: ConnectCrmDeps, organizationId: string): Promise<Integration | undefined> {
  const tenantId = await deps.integrations.findTenant(organizationId);
  return tenantId === undefined ? undefined : (await deps.integrations.list(tenantId))[0];
}

async function link(deps: ConnectCrmDeps, input: ConnectCrmInput, tried: TriedCredentials): Promise<ConnectedCrm> {
  const { account, credentials } = tried;
  const { portalId, uiDomain, timeZone } = account;
  const claimed = await deps.integrations.claimPortal({ organizationId: input.organizationId, portalId });
  if (claimed.kind === 'taken') return failure('CONFLICT', 'This CRM account belongs to another organisation.');
  const { tenantId } = claimed;
  const [before] = await deps.integrations.list(tenantId);
  const keepsGrant = before?.isActive && before.installation.authKind === 'oauth' && credentials.kind === 'private_app';
  const saved = await deps.integrations.saveConnection({
    tenantId,
    portalId,
    uiDomain,
    timeZone,
    credentials: keepsGrant ? { kind: 'keep' } : credentials,
    flags: before ?? { ...FIRST_FLAGS, ...input.flags },
    connectedBy: { callerId: input.userId, door: input.door },
  });
  deps.cache.delete(tenantId);
  if (before) await changeFlags(deps, input, { tenantId, before });
  const sync = before === undefined ? { ...FIRST_SYNC, ...input.sync } : input.sync;
  await saveSync(deps, { organizationId: tenantId, callerId: input.userId }, sync);
  await tryEnsureProperties(deps, saved);
  const integration = (await deps.integrations.find(tenantId, saved.installation.integrationId)) ?? saved;
  deps.logger.info({ portalId, integrationId: saved.installation.integrationId }, 'connected through the API');
  return { success: true, integration };
}

/** The switches that a repeated connect names, with who turned them. */
async function changeFlags(
  deps: ConnectCrmDeps,
  input: ConnectCrmInput,
  { tenantId, before }: { readonly tenantId: string; readonly before: Integration },
): Promise<void> {
  const { autoEnrich, autoScore, autoAssign, autoCreateTasks } = before;
  const flags = { autoEnrich, autoScore, autoAssign, autoCreateTasks, ...input.flags };
  const changes = describeFlagChanges(before, flags);
  if (changes.length === 0) return;
  const { integrationId } = before.installation;
  const changedBy = { userId: null, callerId: input.userId };
  await deps.integrations.changeFlags({ tenantId, integrationId, flags, changedBy, changes });
}

async function saveSync(
  deps: ConnectCrmDeps,
  { organizationId, callerId }: { readonly organizationId: string; readonly callerId: string },
  sync: Partial<PortalSettings['sync']>,
) {
  const settings = await deps.settings.read(organizationId);
  if (Object.keys(sync).length === 0) return;
  const wanted = { ...settings, sync: { ...settings.sync, ...sync } };
  const changes = describeSettingChanges(settings, wanted);
  await deps.settings.save({
    organizationId,
    settings: wanted,
    changedByUserId: null,
    changedByCaller: callerId,
    changes,
  });
}

/** A connection without them is one all the same: they are made before the first write. */
async function tryEnsureProperties(deps: ConnectCrmDeps, { installation }: Integration): Promise<void> {
  try {
    await ensureOppspotProperties(deps, openCrmSession(deps, installation, 'interactive'));
  } catch (error) {
    deps.logger.warn({ portalId: installation.portalId, reason: String(error) }, 'properties were not made at connect');
  }
}
