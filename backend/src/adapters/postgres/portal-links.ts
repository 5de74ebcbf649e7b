import { randomUUID } from 'node:crypto';
import { AppError } from '../../domain/errors.ts';
import type { ClaimedPortal, IntegrationStore } from '../../ports/integration-store.ts';
import { isUniqueViolation } from './errors.ts';
import type { Database, TenantTransaction } from './make-database.ts';

/**
 * Finds where an organisation's data are kept: under the portal that is linked to it, or under itself where an install
 * made the organisation. The first time that such an organisation is asked for, it is recorded as linked to itself.
 */
export function findTenant(database: Database, organizationId: string): Promise<string | undefined> {
  return database.withoutTenant(async (tx) => {
    const linked = await tx.portalDirectory.findUnique({ where: { linkedOrganizationId: organizationId } });
    if (linked) return linked.organizationId;
    const own = await tx.portalDirectory.findFirst({ where: { organizationId, linkedOrganizationId: null } });
    if (!own) return undefined;
    await tx.portalDirectory.updateMany({
      where: { portalId: own.portalId, linkedOrganizationId: null },
      data: { linkedOrganizationId: organizationId },
    });
    return own.organizationId;
  });
}

/** Finds where the data of an organisation of the API are kept that a portal is linked to; undefined without a link. */
export function findLinkedTenant(database: Database, linkedOrganizationId: string): Promise<string | undefined> {
  return database.withoutTenant(
    async (tx) => (await tx.portalDirectory.findUnique({ where: { linkedOrganizationId } }))?.organizationId,
  );
}

/** Finds the tenant of an integration by its id alone; undefined when there is none. */
export function findTenantOfIntegration(database: Database, integrationId: string): Promise<string | undefined> {
  return database.withoutTenant(
    async (tx) => (await tx.portalDirectory.findUnique({ where: { integrationId } }))?.organizationId,
  );
}

/** A rival that claims at the same moment sends us back once; more often it cannot happen. */
const MAX_TRIES = 3;

/** Gives a portal that belongs to no organisation to this one, which leaves the portal it had. */
export async function claimPortal(
  database: Database,
  input: Parameters<IntegrationStore['claimPortal']>[0],
): Promise<ClaimedPortal> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await database.withoutTenant((tx) => claim(tx, input.organizationId, BigInt(input.portalId)));
    } catch (error) {
      const isRace = error instanceof AppError && error.code === 'conflict' && isUniqueViolation(error.cause);
      if (!isRace || tries === MAX_TRIES) throw error;
    }
  }
}

async function claim(tx: TenantTransaction, organizationId: string, portalId: bigint): Promise<ClaimedPortal> {
  await tx.portalDirectory.createMany({
    data: { portalId, organizationId: await freeTenantId(tx, organizationId) },
    skipDuplicates: true,
  });
  const row = await tx.portalDirectory.findUniqueOrThrow({ where: { portalId } });
  if (row.linkedOrganizationId === organizationId) return { kind: 'claimed', tenantId: row.organizationId };
  if (row.linkedOrganizationId !== null) return { kind: 'taken' };
  await tx.portalDirectory.updateMany({
    where: { linkedOrganizationId: organizationId },
    data: { linkedOrganizationId: null },
  });
  const taken = await tx.portalDirectory.updateMany({
    where: { portalId, linkedOrganizationId: null },
    data: { linkedOrganizationId: organizationId },
  });
  if (taken.count === 0) throw new AppError('conflict', 'Another organisation was connected to this account just now.');
  return { kind: 'claimed', tenantId: row.organizationId };
}

/** A new portal's data are kept under the organisation's own id, unless those of a portal it had before are there. */
async function freeTenantId(tx: TenantTransaction, organizationId: string): Promise<string> {
  const used = await tx.portalDirectory.count({ where: { organizationId } });
  return used === 0 ? organizationId : randomUUID();
}
