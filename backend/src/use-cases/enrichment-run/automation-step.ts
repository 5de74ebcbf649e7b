import { type AutomationDecision, type AutomationPurpose, automationKey } from '../../domain/automation/automation.ts';
import { neededScopes } from '../../domain/automation/needed-scopes.ts';
import { whyHeld } from '../../domain/automation/why-held.ts';
import type { CompanyFacts } from '../../domain/company/company-facts.ts';
import type { AutomatedObject, Enrichment } from '../../domain/enrichment/enrichment.ts';
import { OBJECT_TYPE_IDS } from '../../domain/portal/settings.ts';
import type { AutomationCrm, RecordRef } from '../../ports/automation-crm.ts';
import type { AutomationIntent, AutomationStore, IntentKey } from '../../ports/automation-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crm } from '../../ports/crm.ts';
import type { Logger } from '../../ports/logger.ts';
import type { RunState, Subject } from './run-state.ts';

/** What automation touches. */
export interface AutomateDeps {
  readonly crm: Crm;
  readonly automationCrm: AutomationCrm;
  readonly automations: AutomationStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Companies that a record of the same bulk run makes a deal for, by the record's name; absent for a run alone. */
  readonly dealsUnderWay?: Map<string, string>;
  /** Does things of one record side by side; absent: as a run alone does. In a batch they go out with those of the others. */
  readonly sideBySide?: <T>(parts: readonly (() => Promise<T>)[]) => Promise<readonly T[]>;
}

/** What every purpose looks at. */
export interface AutomationStep {
  readonly run: RunState;
  readonly subject: Subject;
  readonly enrichment: Enrichment;
  readonly facts: CompanyFacts;
  readonly intents: readonly AutomationIntent[];
  /** The owner of the record, or the one that was decided for it in this run; null without one. */
  readonly ownerId: string | null;
}

/** How one purpose ended; a `note` says what of it could not be done. */
export type StepOutcome =
  | { readonly kind: 'there'; readonly object: AutomatedObject; readonly note?: string }
  | { readonly kind: 'held'; readonly reason: string }
  | { readonly kind: 'planned'; readonly text: string; readonly ownerId?: string };

/** The account's time zone while HubSpot has not told it. */
export const UNKNOWN_ZONE = 'UTC';

/** A hold with its reason. */
export function held(reason: string): { readonly kind: 'held'; readonly reason: string } {
  return { kind: 'held', reason };
}

/** The decision to make this, and why. */
export function make<Draft>(reason: string, draft: Draft): AutomationDecision<Draft> {
  return { kind: 'make', reason, draft };
}

/** Names the purpose of the run's record; a record that was merged away counts as the one that survived. */
export function intentKey(
  { run, subject }: Pick<AutomationStep, 'run' | 'subject'>,
  purpose: AutomationPurpose,
): IntentKey {
  const { objectType, id: recordId } = subject.record;
  return { organizationId: run.installation.organizationId, objectType, recordId, purpose };
}

/** The key of what is made for the run's record. */
export function keyOf({ subject }: Pick<AutomationStep, 'subject'>, purpose: AutomationPurpose): string {
  return automationKey(purpose, subject.record.objectType, subject.record.id);
}

/** Why the purpose is held before anything is asked of HubSpot; undefined when nothing speaks against it. */
export function whyHeldAtOnce(
  { run, enrichment }: Pick<AutomationStep, 'run' | 'enrichment'>,
  purpose: AutomationPurpose,
): string | undefined {
  const reason = whyHeld(purpose, run.context.settings.automation, enrichment);
  if (reason !== undefined) return reason;
  const { authKind, scopes } = run.installation;
  // A private app's token does not tell its scopes; HubSpot names a missing one when it is needed.
  if (authKind !== 'oauth') return undefined;
  const missing = neededScopes(purpose, enrichment.objectType).filter((scope) => !scopes.includes(scope));
  return missing.length === 0 ? undefined : lacksScopes(missing);
}

/** What a missing permission means, and who can do something about it. */
export function lacksScopes(scopes: readonly string[]): string {
  return `the connection lacks ${scopes.join(', ') || 'a permission'}; an admin has to connect the account again`;
}

/** The record, and the company that it belongs to. */
export function recordsOf({ subject }: Pick<AutomationStep, 'subject'>): readonly RecordRef[] {
  const { objectType, id, associations } = subject.record;
  const own: RecordRef = { objectType, id };
  const companyId = associations.companies?.[0] ?? subject.identityCompanyId;
  return objectType === 'companies' || companyId === null ? [own] : [own, { objectType: 'companies', id: companyId }];
}

/** Address of the record in HubSpot; null until the account's address is known. */
export function recordUrlOf({ run, subject }: Pick<AutomationStep, 'run' | 'subject'>): string | null {
  const { uiDomain, portalId } = run.installation;
  const { objectType, id } = subject.record;
  return uiDomain === null
    ? null
    : `https://${uiDomain}/contacts/${portalId}/record/${OBJECT_TYPE_IDS[objectType]}/${id}`;
}
