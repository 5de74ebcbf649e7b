import type { WrappedKey, WrappedKeyStore } from '../../ports/tenant-vault.ts';
import type { Database } from './make-database.ts';

/** Data keys of the tenants in Postgres, wrapped; only the directory is read across tenants. */
export function makeWrappedKeyStore(database: Database): WrappedKeyStore {
  const find = (organizationId: string) =>
    database.withTenant(organizationId, async (tx): Promise<WrappedKey | undefined> => {
      const row = await tx.organizationKey.findUnique({ where: { organizationId } });
      return row === null ? undefined : { keyId: row.keyId, wrapped: row.wrappedKey };
    });
  return {
    find,
    insertIfAbsent: (organizationId, key) =>
      database.withTenant(organizationId, async (tx) => {
        const data = { organizationId, keyId: key.keyId, wrappedKey: key.wrapped };
        // skipDuplicates waits for a concurrent insert to commit, so the row read next is the one that stays.
        await tx.organizationKey.createMany({ data, skipDuplicates: true });
        const row = await tx.organizationKey.findUniqueOrThrow({ where: { organizationId } });
        return { keyId: row.keyId, wrapped: row.wrappedKey };
      }),
    rewrap: (organizationId, { before, after }) =>
      database.withTenant(organizationId, async (tx) => {
        const { count } = await tx.organizationKey.updateMany({
          where: { organizationId, wrappedKey: before },
          data: { wrappedKey: after, rewrappedAt: new Date() },
        });
        return count === 1;
      }),
    remove: (organizationId) =>
      database.withTenant(organizationId, async (tx) => {
        await tx.organizationKey.deleteMany({ where: { organizationId } });
      }),
    listOrganizationIds: () =>
      database.withoutTenant(async (tx) => {
        const rows = await tx.portalDirectory.findMany({
          distinct: ['organizationId'],
          select: { organizationId: true },
          orderBy: { organizationId: 'asc' },
        });
        return rows.map((row) => row.organizationId);
      }),
  };
}
