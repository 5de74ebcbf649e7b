import { OPPSPOT_PROPERTIES } from '../domain/enrichment/oppspot-properties.ts';
import { AppError } from '../domain/errors.ts';
import type { Door } from '../domain/portal/describe-caller.ts';
import { mayAdminister } from '../domain/portal/may-administer.ts';
import type { ObjectType } from '../domain/portal/settings.ts';
import type { IsoDateTime } from '../domain/time.ts';
import type { AutomationCrm } from '../ports/automation-crm.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crm, CrmSession } from '../ports/crm.ts';
import type { CrmOauth } from '../ports/crm-oauth.ts';
import type { Installation, InstallationStore, TokenSet } from '../ports/installation-store.ts';
import type { Logger } from '../ports/logger.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { GetAccessTokenDeps } from './get-access-token.ts';
import { openCrmSession } from './open-crm-session.ts';

const OBJECT_TYPES: readonly ObjectType[] = ['contacts', 'companies', 'deals'];

/** What the use case touches. */
export interface DisconnectPortalDeps extends GetAccessTokenDeps {
  readonly installations: InstallationStore;
  readonly settings: SettingsStore;
  readonly crm: Crm;
  readonly automationCrm: Pick<AutomationCrm, 'removeKeys'>;
  readonly oauth: CrmOauth | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly cache: Map<string, TokenSet>;
}

/** Who disconnects which portal, and whether our properties go too. */
export interface DisconnectPortalInput {
  readonly installation: Installation;
  readonly userId: number | null;
  readonly removeProperties: boolean;
}

/** What was done, step by step, for the admin's files. */
export interface DisconnectReceipt {
  readonly portalId: number;
  readonly disconnectedAt: IsoDateTime;
  /** Whether HubSpot confirmed that the app is removed from the account. */
  readonly uninstalled: boolean;
  readonly tokensRevoked: boolean;
  /** Our copy of the tokens is gone and the key that sealed them destroyed. */
  readonly keyDestroyed: boolean;
  /** Names per object type; empty when it was not asked for. */
  readonly removedProperties: Readonly<Partial<Record<ObjectType, readonly string[]>>>;
  /** What could not be done, and what the admin does about it. */
  readonly problems: readonly string[];
}

/**
 * Disconnects a portal for good: on request removes our properties, uninstalls through HubSpot, revokes the tokens,
 * forgets them and destroys the data key. Each step that fails is told in the receipt; forgetting never fails silently.
 *
 * @returns the receipt; throws `forbidden` for a user who is no admin
 */
export async function disconnectPortal(
  deps: DisconnectPortalDeps,
  input: DisconnectPortalInput,
): Promise<DisconnectReceipt> {
  const { installation, userId } = input;
  const settings = await deps.settings.read(installation.organizationId);
  if (!mayAdminister(installation.installedByUserId, settings, userId)) {
    throw new AppError(
      'forbidden',
      'Only the person who installed oppSpot and the admins named in its settings may disconnect it.',
    );
  }
  return endConnection(deps, { ...input, reason: 'Disconnected by an admin. Install oppSpot again to use it.' });
}

/** The disconnect itself, for a caller that has checked who asks; `reason` is what people read afterwards. */
export async function endConnection(
  deps: DisconnectPortalDeps,
  input: DisconnectPortalInput & { readonly reason: string; readonly door?: Door | 'card' },
): Promise<DisconnectReceipt> {
  const { installation, userId, reason, door = 'card' } = input;
  const { organizationId, portalId, authKind } = installation;
  const { attempt, problems } = makeSteps(deps.logger, portalId);
  const session = openCrmSession(deps, installation, 'interactive');
  const tokens = await deps.installations.readTokens(organizationId);
  const removed = input.removeProperties
    ? await attempt('Removing the oppSpot properties', () => removeOurProperties(deps, session))
    : {};
  // A private app is the account's own: there is nothing of ours to uninstall.
  const uninstalled = await attempt('Uninstalling in HubSpot', async () => {
    if (authKind === 'oauth') await deps.crm.uninstall(session);
    return authKind === 'oauth';
  });
  const revoked = await attempt('Revoking the tokens', () => revoke(deps, tokens));
  await deps.installations.disconnect({ organizationId, reason, userId, door });
  deps.cache.delete(organizationId);
  deps.logger.info({ portalId }, 'portal disconnected');
  return {
    portalId,
    disconnectedAt: deps.clock.now().toISOString(),
    uninstalled: uninstalled === true,
    tokensRevoked: revoked === true,
    keyDestroyed: true,
    removedProperties: removed ?? {},
    problems,
  };
}

/** Steps that may fail one by one: a failure is told in the receipt and stops none of the others. */
function makeSteps(logger: Logger, portalId: number) {
  const problems: string[] = [];
  const attempt = async <T>(step: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      logger.warn({ portalId, step, reason: String(error) }, 'disconnect step failed');
      problems.push(`${step}: ${error instanceof AppError ? error.message : 'something went wrong'}`);
      return undefined;
    }
  };
  return { attempt, problems };
}

async function removeOurProperties(deps: DisconnectPortalDeps, session: CrmSession) {
  const names = OPPSPOT_PROPERTIES.map(({ name }) => name);
  await Promise.all(OBJECT_TYPES.map((objectType) => deps.crm.removeProperties(session, objectType, names)));
  await deps.automationCrm.removeKeys(session);
  return Object.fromEntries(OBJECT_TYPES.map((objectType) => [objectType, names]));
}

/** Private-app mode has nothing to revoke: that token is the admin's own. */
async function revoke({ oauth }: DisconnectPortalDeps, tokens: TokenSet | undefined): Promise<boolean> {
  if (!oauth || !tokens) return false;
  await oauth.revoke(tokens.refreshToken);
  return true;
}
