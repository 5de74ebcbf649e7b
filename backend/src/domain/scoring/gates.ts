import { normaliseAccountsCategory } from '../company/accounts-category.ts';
import type { CompanyFacts } from '../company/company-facts.ts';
import { type StatusKind, statusKindsOf } from '../company/company-status.ts';
import { DORMANT_SIC_CODE } from '../company/sic-section.ts';
import { daysBetween } from '../days.ts';
import type { PortalSettings } from '../portal/settings.ts';
import type { IsoDate } from '../time.ts';
import type { ScoreGate } from './score.ts';
import { icpGates } from './score-fit.ts';

/** The cap of a company that must not be pursued at all. */
const DO_NOT_PURSUE_CAP = 10;

const STATUS_CAPS: Readonly<Record<StatusKind, number>> = {
  dissolved: DO_NOT_PURSUE_CAP,
  removed: DO_NOT_PURSUE_CAP,
  closed: DO_NOT_PURSUE_CAP,
  liquidation: DO_NOT_PURSUE_CAP,
  receivership: DO_NOT_PURSUE_CAP,
  administration: DO_NOT_PURSUE_CAP,
  insolvency_proceedings: DO_NOT_PURSUE_CAP,
  strike_off: 25,
  voluntary_arrangement: 30,
  receiver_on_charge: 30,
};

const DORMANT_CAP = 40;

/** Caps on the total, the lowest first; [] when nothing holds the company back. */
export function gatesOf(facts: CompanyFacts, icp: PortalSettings['icp'], asOf: IsoDate): readonly ScoreGate[] {
  const kinds = new Set(facts.status === undefined ? [] : statusKindsOf(facts.status.value));
  if (facts.dissolvedOn !== undefined && daysBetween(facts.dissolvedOn.value, asOf) >= 0) kinds.add('dissolved');
  const byName = new Map<string, ScoreGate>();
  for (const kind of kinds) byName.set(kind, { name: kind, cap: STATUS_CAPS[kind] });
  if (isDormant(facts)) byName.set('dormant', { name: 'dormant', cap: DORMANT_CAP });
  for (const gate of icpGates(icp, facts, asOf)) byName.set(gate.name, gate);
  return [...byName.values()].sort((a, b) => a.cap - b.cap || (a.name < b.name ? -1 : 1));
}

/** Tells whether the gates say that the company must not be pursued: no deal, no task, one action. */
export function mustNotBePursued(gates: readonly ScoreGate[]): boolean {
  return gates.some(({ cap }) => cap <= DO_NOT_PURSUE_CAP);
}

/** Tells whether a gate forbids a task. */
export function forbidsTask(gates: readonly ScoreGate[]): boolean {
  return mustNotBePursued(gates);
}

function isDormant({ accountsCategory, sicCodes }: CompanyFacts): boolean {
  const hasDormantAccounts =
    accountsCategory !== undefined && normaliseAccountsCategory(accountsCategory.value) === 'DORMANT';
  return hasDormantAccounts || (sicCodes?.value.some(({ code }) => code === DORMANT_SIC_CODE) ?? false);
}
