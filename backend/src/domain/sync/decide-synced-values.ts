import { sha256Hex } from '../../lib/random-token.ts';
import { isSameValue, originOf, type ValueVersion } from '../enrichment/who-set-value.ts';
import type { PropertyValues } from './synced-properties.ts';

/** What a sync brings, and what is there. */
export interface DecideSyncedValuesInput {
  readonly values: PropertyValues;
  /** null: empty; absent: the account lacks the property. */
  readonly current: Readonly<Record<string, string | null>>;
  readonly history: Readonly<Record<string, readonly ValueVersion[]>>;
  /** Hash of what a sync wrote last, per property (`hashOfValue`). */
  readonly syncedHashes: Readonly<Record<string, string>>;
  readonly ownSourceIds: readonly string[];
}

/** What is written and what stays as somebody else set it. */
export interface SyncedValues {
  readonly write: PropertyValues;
  /** Names. */
  readonly kept: readonly string[];
}

/** Equals no value that a property can hold: HubSpot trims. */
const ANOTHER_VALUE = ' ';

/**
 * Decides which values of a sync are written over a record that exists: what is empty is filled, what a sync wrote
 * before is replaced, what a person or another program set or cleared stays.
 */
export function decideSyncedValues(input: DecideSyncedValuesInput): SyncedValues {
  const write: Record<string, string> = {};
  const kept: string[] = [];
  for (const [property, value] of Object.entries(input.values)) {
    const before = input.current[property] ?? '';
    if (isSameValue(before, value)) continue;
    const origin = originOf(property, { ...input, written: rememberedValue(input, property, before) });
    if (origin === 'ours' || (origin === 'empty' && value !== '')) write[property] = value;
    else kept.push(property);
  }
  return { write, kept };
}

/** A hash of a value that a sync wrote: tells our value from another without keeping it. */
export function hashOfValue(property: string, value: string): string {
  return sha256Hex(`${property}:${value.trim()}`);
}

/** Only a hash is kept, so all that is known is whether the present value is ours. */
function rememberedValue(input: DecideSyncedValuesInput, property: string, before: string): Record<string, string> {
  const hash = input.syncedHashes[property];
  if (hash === undefined) return {};
  return { [property]: hash === hashOfValue(property, before) ? before : ANOTHER_VALUE };
}
