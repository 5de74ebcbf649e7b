import type { ObjectType } from '../portal/settings.ts';

/** The three things that automation does for a record, each at most once. */
export type AutomationPurpose = 'task' | 'deal' | 'owner';

/** In the order in which they are done: the owner comes first, because task and deal go to him. */
export const AUTOMATION_PURPOSES = ['owner', 'task', 'deal'] as const satisfies readonly AutomationPurpose[];

/** What was decided for one purpose: the draft of what to make with its reason, or why nothing is made. */
export type AutomationDecision<Draft> =
  | { readonly kind: 'make'; readonly reason: string; readonly draft: Draft }
  | { readonly kind: 'held'; readonly reason: string };

/** The HubSpot property that keeps what automation makes single: unique per object type. */
export const AUTOMATION_KEY_PROPERTY = 'oppspot_automation_key';

/**
 * Names what automation makes for a record, the same in every process and after any loss of ours: it rests on HubSpot's
 * ids alone, e.g. `task:contacts:123`.
 */
export function automationKey(purpose: AutomationPurpose, objectType: ObjectType, recordId: string): string {
  return `${purpose}:${objectType}:${recordId}`;
}

/** The key as it stands in a text that people read; the brackets keep 12 from being found in 123. */
export function automationMarker(key: string): string {
  return `[oppSpot ${key}]`;
}

/** The same hold line everywhere: which purpose, and why. */
export function heldLine(purpose: AutomationPurpose, reason: string): string {
  return `${purpose}: ${reason}`;
}
