import { OPPSPOT_PROPERTIES } from '../../domain/enrichment/oppspot-properties.ts';
import type { Crm, PortalProperty } from '../../ports/crm.ts';
import type { RunState } from './run-state.ts';

/**
 * Reads the account's own properties that this run may write to, so that each is checked as it is now: it may have
 * changed its type or lost an option since the mapping was saved. One request, and none for an account that maps to
 * oppSpot's properties only: of those we know the type.
 */
export async function readTargets(
  deps: { readonly crm: Crm },
  run: RunState,
): Promise<Readonly<Record<string, PortalProperty>>> {
  const { objectType } = run.context.request;
  const foreign = run.context.settings.fields[objectType]
    .filter(({ policy, target }) => policy !== 'never' && !OPPSPOT_PROPERTIES.some(({ name }) => name === target))
    .map(({ target }) => target);
  if (foreign.length === 0) return {};
  const found = await deps.crm.readProperties(run.session, objectType, [...new Set(foreign)]);
  return Object.fromEntries(found.map((property) => [property.name, property]));
}
