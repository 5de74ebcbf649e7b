import { z } from 'zod';
import type { WrappedKey, WrappedKeyStore } from '../../ports/tenant-vault.ts';
import type { Database } from './make-database.ts';

const FIND = 'SELECT key_id, wrapped_key FROM organization_keys WHERE organization_id = $1::uuid';
const keyRows = z.array(z.object({ key_id: z.string(), wrapped_key: z.string() }));

/** Data keys of the tenants in Postgres, wrapped; only the directory is read across tenants. */
export function makeWrappedKeyStore(database: Database): WrappedKeyStore {
  // Without Prisma, whose engine takes long to load: this is the first thing that a process reads which takes over a run.
  const find = async (organizationId: string): Promise<WrappedKey | undefined> => {
    const statement = { name: 'find_organization_key', text: FIND, values: [organizationId] };
    const [row] = keyRows.parse(await database.readAsTenant(organizationId, statement));
    return row && { keyId: row.key_id, wrapped: row.wrapped_key };
  };
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
