import type { HealthWire } from '../../../contract/health.ts';
import { joinWords, OBJECT_TYPE_LABELS } from '../../../display/names.ts';

/** Everything that an admin should look at, as sentences; [] when all is well. */
export function listHealthProblems(health: HealthWire): string[] {
  return [
    ...(health.connection.message && health.connection.status !== 'connected' ? [health.connection.message] : []),
    ...missingScopes(health.scopes.missing),
    ...missingProperties(health),
    ...(health.queue.ok ? [] : [`Work in the background is held up: ${health.queue.message ?? 'no reason known'}.`]),
    ...(health.register.reminder ? [health.register.reminder] : []),
  ];
}

function missingScopes(missing: readonly string[]): readonly string[] {
  if (missing.length === 0) return [];
  return [`HubSpot has not granted ${joinWords(missing)}. Install oppSpot again to grant what is missing.`];
}

function missingProperties({ missingProperties, missingPropertiesUnknownBecause }: HealthWire): readonly string[] {
  if (missingProperties === null)
    return [
      `Whether all oppSpot properties exist is not known: ${missingPropertiesUnknownBecause ?? 'no reason given'}.`,
    ];
  return Object.entries(missingProperties)
    .filter(([, names]) => names.length > 0)
    .map(
      ([type, names]) =>
        `${labelOf(type)} lack ${joinWords(names)}. They are created again before the next value is written.`,
    );
}

/** "Companies" for `companies`. */
export const labelOf = (objectType: string): string =>
  Object.entries(OBJECT_TYPE_LABELS).find(([type]) => type === objectType)?.[1] ?? objectType;
