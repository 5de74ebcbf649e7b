import { randomBytes } from 'node:crypto';
import { AppError } from '../../domain/errors.ts';
import type { TenantVault, WrappedKey, WrappedKeyStore } from '../../ports/tenant-vault.ts';
import type { KeyRing } from './key-ring.ts';
import { type NamedKey, openBytes, readKeyId, sealBytes } from './sealed-text.ts';

const DATA_KEY_BYTES = 32;

/**
 * Seals under one random data key a tenant, itself wrapped by the operator's newest key (envelope encryption).
 *
 * Rotating the operator's keys re-wraps 32 bytes a tenant and touches no secret; deleting the wrapped key erases all of
 * a tenant's secrets at once, in backups too. Data keys are kept in memory by their id, so a tenant that was erased and
 * installed again elsewhere is never opened with the old one.
 */
export function makeTenantVault(deps: { readonly ring: KeyRing; readonly keys: WrappedKeyStore }): TenantVault {
  const cache = new Map<string, NamedKey>();
  const unwrap = (organizationId: string, stored: WrappedKey): NamedKey => {
    const key = { id: stored.keyId, key: deps.ring.open(wrapContext(organizationId), stored.wrapped) };
    cache.set(organizationId, key);
    return key;
  };
  const makeKey = async (organizationId: string): Promise<NamedKey> => {
    const wrapped = deps.ring.seal(wrapContext(organizationId), randomBytes(DATA_KEY_BYTES));
    const keyId = `d${randomBytes(6).toString('hex')}`;
    return unwrap(organizationId, await deps.keys.insertIfAbsent(organizationId, { keyId, wrapped }));
  };
  return {
    async seal({ organizationId, place, text }) {
      // Read anew: sealing is rare, and a key that another process destroyed must not be used again.
      const stored = await deps.keys.find(organizationId);
      const isCached = stored !== undefined && cache.get(organizationId)?.id === stored.keyId;
      const cached = isCached ? cache.get(organizationId) : undefined;
      const key = cached ?? (stored === undefined ? await makeKey(organizationId) : unwrap(organizationId, stored));
      return sealBytes(key, dataContext(organizationId, place), Buffer.from(text, 'utf8'));
    },
    async open({ organizationId, place, sealed }) {
      const cached = cache.get(organizationId);
      const key = cached?.id === readKeyId(sealed) ? cached : await readKey(deps.keys, unwrap, organizationId, sealed);
      return openBytes(key, dataContext(organizationId, place), sealed).toString('utf8');
    },
    async destroy(organizationId) {
      await deps.keys.remove(organizationId);
      cache.delete(organizationId);
    },
  };
}

async function readKey(
  keys: WrappedKeyStore,
  unwrap: (organizationId: string, stored: WrappedKey) => NamedKey,
  organizationId: string,
  sealed: string,
): Promise<NamedKey> {
  const stored = await keys.find(organizationId);
  if (stored?.keyId !== readKeyId(sealed)) throw erasedKey(readKeyId(sealed));
  return unwrap(organizationId, stored);
}

function erasedKey(keyId: string): AppError {
  return new AppError(
    'internal',
    `data key "${keyId}" was destroyed or belongs to another tenant; connect the portal again`,
  );
}

/** Bound to the tenant: a wrapped key copied to another tenant's row does not open. */
export function wrapContext(organizationId: string): string {
  return `organization_keys.wrapped_key:${organizationId}`;
}

function dataContext(organizationId: string, place: string): string {
  return `${organizationId}.${place}`;
}
