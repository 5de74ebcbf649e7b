import type { HealthWire } from '../../../contract/health.ts';
import { joinWords, OBJECT_TYPE_LABELS } from '../../../display/names.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Companies House publishes the bulk file every month; after this the last one was missed. */
const OLD_AFTER_DAYS = 45;

/** Everything that an admin should look at, as sentences; [] when all is well. */
export function listHealthProblems(health: HealthWire, nowMs: number): string[] {
  return [
    ...(health.connection.message && health.connection.status !== 'connected' ? [health.connection.message] : []),
    ...missingScopes(health.scopes.missing),
    ...missingProperties(health),
    ...(health.queue.ok ? [] : [`Work in the background is held up: ${health.queue.message ?? 'no reason known'}.`]),
    ...registerAge(health.register, nowMs),
    ...health.notes,
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

function registerAge({ companies, snapshotOn }: HealthWire['register'], nowMs: number): readonly string[] {
  if (companies === 0) return ['The company register is empty, so hardly any company can be found. Import it first.'];
  if (snapshotOn === null) return [];
  const days = Math.floor((nowMs - new Date(snapshotOn).getTime()) / DAY_MS);
  if (!(days > OLD_AFTER_DAYS)) return [];
  return [`The company register is ${days} days old. Ask whoever runs your oppSpot server to import the newest file.`];
}

/** "Companies" for `companies`. */
export const labelOf = (objectType: string): string =>
  Object.entries(OBJECT_TYPE_LABELS).find(([type]) => type === objectType)?.[1] ?? objectType;
