import type { CompanyFacts } from '../company/company-facts.ts';
import { isSicWithin } from '../company/sic-section.ts';
import type { OwnerRule, PortalSettings } from '../portal/settings.ts';
import { judgePlace } from '../scoring/icp-place.ts';
import type { Score } from '../scoring/score.ts';

/** Who gets a record, and why in words. */
export interface OwnerChoice {
  readonly ownerId: string;
  readonly reason: string;
}

/** What owner rules look at. */
export interface OwnerRuleInput {
  readonly facts: CompanyFacts;
  readonly score: Pick<Score, 'band'>;
}

/** The first rule that fits, in the admin's order; undefined when none does. A fact that is unknown fits no rule. */
export function chooseOwnerByRule(rules: readonly OwnerRule[], input: OwnerRuleInput): OwnerChoice | undefined {
  for (const [index, rule] of rules.entries()) {
    const met = rule.values.find((value) => isMet(rule.kind, value, input));
    if (met !== undefined) {
      return { ownerId: rule.ownerId, reason: `rule ${index + 1}, ${rule.kind.replace('_', ' ')} ${met}` };
    }
  }
  return undefined;
}

/**
 * The owner whose turn it is.
 *
 * @param turn counts from 1 over all records of the portal
 * @returns undefined when nobody was chosen for the round robin
 */
export function chooseOwnerInTurn(
  { roundRobinOwnerIds }: Pick<PortalSettings['automation']['owner'], 'roundRobinOwnerIds'>,
  turn: number,
): OwnerChoice | undefined {
  const place = (turn - 1) % Math.max(1, roundRobinOwnerIds.length);
  const ownerId = roundRobinOwnerIds[place];
  if (ownerId === undefined) return undefined;
  return { ownerId, reason: `round robin, ${place + 1} of ${roundRobinOwnerIds.length}, because no rule fits` };
}

function isMet(kind: OwnerRule['kind'], value: string, { facts, score }: OwnerRuleInput): boolean {
  switch (kind) {
    case 'territory':
      return judgePlace([value], facts.registeredOffice)?.isMet === true;
    case 'industry':
      return facts.sicCodes?.value.some(({ code }) => isSicWithin(code, value)) ?? false;
    case 'score_band':
      return score.band === value.trim().toLowerCase();
  }
}
