import type { WrappedKeyStore } from '../../ports/tenant-vault.ts';
import type { KeyRing } from './key-ring.ts';
import { wrapContext } from './tenant-vault.ts';

/** What a rotation found and did. */
export interface RotationCounts {
  readonly tenants: number;
  readonly rewrapped: number;
  readonly alreadyNewest: number;
  /** Tenants whose data was erased: nothing to wrap. */
  readonly withoutKey: number;
}

const MAX_TRIES = 5;

/**
 * Wraps every tenant's data key with the newest key, while the product runs.
 *
 * Secrets stay as they are, so nothing that is in use changes; afterwards the older keys may go. Safe to repeat and to
 * run twice at once. Throws `not_configured` naming the key that is missing from ENCRYPTION_KEYS.
 */
export async function rotateTenantKeys(deps: {
  readonly ring: KeyRing;
  readonly keys: WrappedKeyStore;
}): Promise<RotationCounts> {
  const counts = { tenants: 0, rewrapped: 0, alreadyNewest: 0, withoutKey: 0 };
  for (const organizationId of await deps.keys.listOrganizationIds()) {
    counts.tenants += 1;
    counts[await rewrapOne(deps, organizationId)] += 1;
  }
  return counts;
}

async function rewrapOne(
  deps: { readonly ring: KeyRing; readonly keys: WrappedKeyStore },
  organizationId: string,
): Promise<'rewrapped' | 'alreadyNewest' | 'withoutKey'> {
  const context = wrapContext(organizationId);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const stored = await deps.keys.find(organizationId);
    if (stored === undefined) return 'withoutKey';
    if (deps.ring.isNewest(stored.wrapped)) return 'alreadyNewest';
    const after = deps.ring.seal(context, deps.ring.open(context, stored.wrapped));
    if (await deps.keys.rewrap(organizationId, { before: stored.wrapped, after })) return 'rewrapped';
  }
  return 'alreadyNewest'; // another rotation rewraps it under our hands
}
