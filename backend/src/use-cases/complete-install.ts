import { AppError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crm, CrmAccount, EnsuredProperties } from '../ports/crm.ts';
import type { CrmOauth, ExchangedCode } from '../ports/crm-oauth.ts';
import type { Installation, InstallationStore, TokenSet } from '../ports/installation-store.ts';
import type { IntegrationStore } from '../ports/integration-store.ts';
import type { Logger } from '../ports/logger.ts';
import type { OauthStateStore } from '../ports/oauth-state-store.ts';
import { ensureOppspotProperties } from './ensure-oppspot-properties.ts';
import type { GetAccessTokenDeps } from './get-access-token.ts';
import { type InstallIntent, readIntent } from './install-intent.ts';
import { openCrmSession } from './open-crm-session.ts';

/** What the use case touches. */
export interface CompleteInstallDeps extends GetAccessTokenDeps {
  readonly states: OauthStateStore;
  readonly oauth: CrmOauth | undefined;
  readonly installations: InstallationStore;
  readonly integrations: IntegrationStore;
  readonly crm: Crm;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly cache: Map<string, TokenSet>;
}

/** What the browser brought back. */
export interface CompleteInstallInput {
  readonly code: string;
  readonly state: string;
  /** Of this browser's cookie; undefined when it has none. */
  readonly browserKey: string | undefined;
}

/** How an install ended. */
export type CompletedInstall =
  | {
      readonly kind: 'connected';
      readonly intent: InstallIntent;
      readonly installation: Installation;
      /** null when the properties could not be made now: they are made before the first write. */
      readonly properties: readonly EnsuredProperties[] | null;
    }
  /** `state` is unknown, used, late, or another browser's. */
  | { readonly kind: 'state_refused' }
  /** HubSpot did not take the code. */
  | { readonly kind: 'code_refused'; readonly reason: string }
  /** The account cannot be given to the organisation that asked; nothing was stored. */
  | { readonly kind: 'not_linked'; readonly reason: string };

/**
 * Completes an install: checks the single-use state, exchanges the code, stores the tokens encrypted, reads the
 * account and creates our properties. Portal and user come from HubSpot's token answer, never from the browser.
 *
 * Repeating an install of the same portal replaces its tokens and keeps its data.
 */
export async function completeInstall(
  deps: CompleteInstallDeps,
  input: CompleteInstallInput,
): Promise<CompletedInstall> {
  const { oauth } = deps;
  if (!oauth) throw new AppError('not_configured', 'Installing needs HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET.');
  const { browserKey } = input;
  const isOurs =
    browserKey !== undefined && (await deps.states.consume({ state: input.state, browserKey, now: deps.clock.now() }));
  if (!isOurs) return { kind: 'state_refused' };
  const exchanged = await oauth.exchangeCode({ code: input.code, codeVerifier: browserKey });
  if (exchanged.kind === 'rejected') return { kind: 'code_refused', reason: exchanged.reason };
  const intent = readIntent(input.state);
  const obstacle = await linkToOrganization(deps, intent, exchanged.install.portalId);
  if (obstacle !== undefined) return { kind: 'not_linked', reason: obstacle };
  const installation = await saveInstall(deps, exchanged.install);
  return { kind: 'connected', intent, installation, properties: await tryEnsureProperties(deps, installation) };
}

/** @returns why the account cannot belong to the organisation whose dashboard the installer came from; undefined: it does */
async function linkToOrganization(
  deps: CompleteInstallDeps,
  intent: InstallIntent,
  portalId: number,
): Promise<string | undefined> {
  if (intent.kind !== 'dashboard' || intent.organizationId === null) return undefined;
  const { organizationId } = intent;
  const tenantId = await deps.integrations.findTenant(organizationId);
  const [current] = tenantId === undefined ? [] : await deps.integrations.list(tenantId);
  if (current?.isActive && current.installation.portalId !== portalId) {
    return `This organisation is connected to account ${current.installation.portalId}. Disconnect that one first.`;
  }
  const claimed = await deps.integrations.claimPortal({ organizationId, portalId });
  return claimed.kind === 'taken' ? 'This HubSpot account belongs to another organisation.' : undefined;
}

async function saveInstall(deps: CompleteInstallDeps, install: ExchangedCode): Promise<Installation> {
  const account = await tryReadAccount(deps, install.tokens.accessToken);
  const installation = await deps.installations.saveInstallation({
    portalId: install.portalId,
    authKind: 'oauth',
    tokens: install.tokens,
    scopes: install.scopes,
    installedByUserId: install.userId,
    uiDomain: account?.uiDomain ?? null,
    timeZone: account?.timeZone ?? null,
  });
  deps.cache.delete(installation.organizationId);
  deps.logger.info({ portalId: install.portalId, organizationId: installation.organizationId }, 'portal installed');
  return installation;
}

/** Time zone and host are comfort: without them links and dates use the defaults, so a failure does not stop an install. */
async function tryReadAccount(deps: CompleteInstallDeps, accessToken: string): Promise<CrmAccount | null> {
  try {
    return await deps.crm.readAccount({
      getAccessToken: async () => accessToken,
      countCall: () => {},
      priority: 'interactive',
    });
  } catch (error) {
    deps.logger.warn({ error: String(error) }, 'account details could not be read at install');
    return null;
  }
}

async function tryEnsureProperties(deps: CompleteInstallDeps, installation: Installation) {
  try {
    return await ensureOppspotProperties(deps, openCrmSession(deps, installation, 'interactive'));
  } catch (error) {
    deps.logger.warn(
      { portalId: installation.portalId, error: String(error) },
      'properties could not be created at install',
    );
    return null;
  }
}
