import { OPPSPOT_PROPERTIES } from '../domain/enrichment/oppspot-properties.ts';
import { listMayWrite } from '../domain/portal/may-write.ts';
import type { ObjectType, PortalSettings } from '../domain/portal/settings.ts';
import type { Crm, CrmSession } from '../ports/crm.ts';
import type { PropertyRepairs, RepairEnd } from '../ports/property-repairs.ts';

/** What the use case touches. */
export interface RepairPropertiesDeps {
  readonly crm: Pick<Crm, 'ensureProperties'>;
  readonly repairs: PropertyRepairs;
}

const OBJECT_TYPES: readonly ObjectType[] = ['contacts', 'companies', 'deals'];

/**
 * Creates the properties of ours again that somebody deleted and that the settings let us write, on all object types at
 * once, at most once an hour for an account.
 */
export function repairProperties(
  { crm, repairs }: RepairPropertiesDeps,
  session: CrmSession,
  settings: Pick<PortalSettings, 'fields'>,
): Promise<RepairEnd> {
  const mayWrite = listMayWrite(settings);
  return repairs.oncePerHour(session.organizationId, () =>
    Promise.all(
      OBJECT_TYPES.map((objectType) => {
        const allowed = new Set((mayWrite[objectType] ?? []).map(({ target }) => target));
        const wanted = OPPSPOT_PROPERTIES.filter(({ name }) => allowed.has(name));
        return crm.ensureProperties(session, objectType, wanted);
      }),
    ),
  );
}
