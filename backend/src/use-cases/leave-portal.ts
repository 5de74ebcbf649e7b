import { AppError } from '../domain/errors.ts';
import type { ErasureStore } from '../ports/erasure-store.ts';
import type { InstallationStore, TokenSet } from '../ports/installation-store.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { Logger } from '../ports/logger.ts';
import { type GetAccessTokenDeps, getAccessToken } from './get-access-token.ts';

/** What we know of an account that left is kept so long, in case it comes back; then it is erased. */
export const KEPT_DAYS_AFTER_LEAVING = 30;

/** Name and key of the daily question whether a portal is still connected. */
export const CHECK_CONNECTION = { task: 'check_connection', key: 'check-connection' } as const;
/** Name of the job that erases a portal that left; the database schedules it when the connection ends. */
export const ERASE_PORTAL_TASK = 'erase_portal';

const DAY_MS = 86_400_000;

/** What the question touches. */
export interface CheckConnectionDeps extends GetAccessTokenDeps {
  readonly installations: InstallationStore;
  readonly queue: Pick<JobQueue, 'enqueue'>;
  readonly cache: Map<string, TokenSet>;
  readonly logger: Logger;
}

/**
 * Renews a portal's tokens once a day, so that an uninstall is noticed also where nobody uses the app: HubSpot tells of
 * it by refusing the refresh token, which marks the connection disconnected.
 */
export async function checkConnection(
  deps: CheckConnectionDeps,
  { organizationId }: { readonly organizationId: string },
): Promise<'connected' | 'disconnected'> {
  const installation = await deps.installations.findByOrganizationId(organizationId);
  if (!installation || installation.status === 'disconnected') return 'disconnected';
  await deps.queue.enqueue({ organizationId, ...CHECK_CONNECTION, jobClass: 'schedule', payload: {}, delayMs: DAY_MS });
  if (installation.authKind === 'private_app') return 'connected';
  const current = await deps.installations.readTokens(organizationId);
  if (!current) return 'disconnected';
  try {
    const rejectedToken = current.accessToken;
    await getAccessToken(deps, { organizationId, authKind: installation.authKind, rejectedToken });
    return 'connected';
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'disconnected') throw error;
    return 'disconnected';
  }
}

/** Erases all that is known of a portal whose connection ended 30 days ago; false when it came back. */
export async function erasePortal(
  deps: { readonly erasures: ErasureStore; readonly logger: Logger },
  { organizationId }: { readonly organizationId: string },
): Promise<boolean> {
  const isErased = await deps.erasures.erasePortal(organizationId, KEPT_DAYS_AFTER_LEAVING);
  if (isErased) deps.logger.info({ organizationId }, 'a portal that left was erased');
  return isErased;
}
