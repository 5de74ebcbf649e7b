import { z } from 'zod';
import { makeEnrichmentStore } from '../../backend/src/adapters/postgres/enrichment-store.ts';
import type { Database } from '../../backend/src/adapters/postgres/make-database.ts';
import { AppError } from '../../backend/src/domain/errors.ts';
import { defaultPortalSettings } from '../../backend/src/domain/portal/default-settings.ts';
import type { ObjectType } from '../../backend/src/domain/portal/settings.ts';
import { explainEnrichment } from './explain-enrichment.ts';

/** Names a record. */
export interface RecordName {
  readonly portalId: number;
  readonly objectType: ObjectType;
  readonly objectId: string;
}

/**
 * Explains the last enrichment of a record, read as the product's role with that portal's tenant set.
 *
 * @throws AppError `not_found` for a portal that was never installed, or a record that was never enriched
 */
export async function explainRecord(
  database: Database,
  { portalId, objectType, objectId }: RecordName,
): Promise<string> {
  const organizationId = await readOrganizationId(database, portalId);
  const store = makeEnrichmentStore({ database, defaults: defaultPortalSettings, recoveryTask: 'resume_enrichment' });
  const enrichment = await store.findLatestForRecord(organizationId, objectType, objectId);
  if (enrichment === undefined) {
    throw new AppError('not_found', `${objectType} ${objectId} of portal ${portalId} was never enriched.`);
  }
  return explainEnrichment(enrichment);
}

async function readOrganizationId(database: Database, portalId: number): Promise<string> {
  const rows = await database.queryAsPortal(portalId, {
    name: 'organization_of_portal',
    text: 'SELECT organization_id::text AS id FROM portal_directory WHERE portal_id = $1',
    values: [portalId],
  });
  if (rows[0] === undefined) throw new AppError('not_found', `Portal ${portalId} was never installed here.`);
  return z.object({ id: z.string() }).parse(rows[0]).id;
}
