import type { WrappedKey, WrappedKeyStore } from '../../backend/src/ports/tenant-vault.ts';

/** Wrapped keys in memory; passes the battery of the port. */
export function makeMemoryWrappedKeyStore(): WrappedKeyStore {
  const keys = new Map<string, WrappedKey>();
  const organizations = new Set<string>();
  return {
    find: async (organizationId) => keys.get(organizationId),
    async insertIfAbsent(organizationId, key) {
      organizations.add(organizationId);
      const stored = keys.get(organizationId) ?? key;
      keys.set(organizationId, stored);
      return stored;
    },
    async rewrap(organizationId, { before, after }) {
      const stored = keys.get(organizationId);
      if (stored?.wrapped !== before) return false;
      keys.set(organizationId, { ...stored, wrapped: after });
      return true;
    },
    async remove(organizationId) {
      keys.delete(organizationId);
    },
    listOrganizationIds: async () => [...organizations],
  };
}
