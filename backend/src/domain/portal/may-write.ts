import { ENRICHED_AT_PROPERTY, STATUS_PROPERTY } from '../enrichment/oppspot-properties.ts';
import type { FieldMapping, ObjectType, PortalSettings } from './settings.ts';

/** A property that the app may write to records of a type, and under which rule. */
export interface MayWrite {
  readonly target: string;
  readonly policy: Exclude<FieldMapping['policy'], 'never'>;
  readonly respectHumanEdits: boolean;
}

const OBJECT_TYPES: readonly ObjectType[] = ['contacts', 'companies', 'deals'];

/** How a run ended and when it last wrote: written beside values, whatever is mapped. */
const BESIDE: readonly MayWrite[] = [STATUS_PROPERTY, ENRICHED_AT_PROPERTY].map((target) => ({
  target,
  policy: 'overwrite',
  respectHumanEdits: false,
}));

/** Lists every property that an enrichment may write under these settings, per object type; nothing else is written. */
export function listMayWrite({
  fields,
}: Pick<PortalSettings, 'fields'>): Readonly<Record<string, readonly MayWrite[]>> {
  return Object.fromEntries(
    OBJECT_TYPES.map((objectType) => {
      const mapped = fields[objectType].flatMap(({ target, policy, respectHumanEdits }): readonly MayWrite[] =>
        policy === 'never' ? [] : [{ target, policy, respectHumanEdits }],
      );
      return [objectType, [...mapped, ...BESIDE]];
    }),
  );
}
