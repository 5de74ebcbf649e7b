import { accountsCategoryPoints } from '../company/accounts-category.ts';
import { hasEnded, showsInsolvency, statusKindsOf } from '../company/company-status.ts';
import { hasMovedOffice } from '../company/office-move.ts';
import type { RegisterChange, RegisterCompany } from '../company/register-company.ts';
import { dayInWords } from '../days.ts';
import type { SignalEvent } from '../signals/signal.ts';
import { SIGNAL_RULES, type SignalRule, signalEventOf } from '../signals/signal-rules.ts';
import type { RegisterHistory } from './register-history.ts';

/**
 * Events that a register row tells of: earlier names by the register's own dates, and what two imports showed to have
 * changed, dated by the snapshot that first showed it and marked "seen by".
 *
 * A change of name that both tell of is one event.
 */
export function registerEvents(row: RegisterCompany, history: RegisterHistory): readonly SignalEvent[] {
  const renamed = (row.previousNames ?? []).flatMap(({ name, changedOn }) =>
    changedOn === null
      ? []
      : [
          signalEventOf(SIGNAL_RULES.nameChanged, {
            text: `Changed its name from ${name} on ${dayInWords(changedOn)}`,
            occurredOn: changedOn,
            dedupeKey: nameKey(row, name),
            evidence: cited(history.ofName.get(name)),
          }),
        ],
  );
  const datedNames = new Set(renamed.map(({ dedupeKey }) => dedupeKey));
  const changed = row.changes.flatMap((change) => eventsOfChange(row, change, cited(history.ofChange.get(change))));
  return [...renamed, ...changed.filter(({ dedupeKey }) => !datedNames.has(dedupeKey))];
}

function cited(id: string | undefined): readonly string[] {
  return id === undefined ? [] : [id];
}

/** What a change says and which rule weighs it; [] for changes that say nothing to a seller. */
function eventsOfChange(
  row: RegisterCompany,
  change: RegisterChange,
  evidence: readonly string[],
): readonly SignalEvent[] {
  return rulesOfChange(change).map(({ rule, text, key }) =>
    signalEventOf(rule, {
      text: `${text} (seen by ${dayInWords(change.seenOn)})`,
      occurredOn: change.seenOn,
      dedupeKey:
        change.field === 'name'
          ? nameKey(row, change.before)
          : `register:${row.companyNumber}:${change.field}:${change.seenOn}:${key ?? ''}`,
      evidence,
    }),
  );
}

interface WordedRule {
  readonly rule: SignalRule;
  readonly text: string;
  readonly key?: string;
}

function rulesOfChange({ field, before, after }: RegisterChange): readonly WordedRule[] {
  switch (field) {
    case 'name':
      return [{ rule: SIGNAL_RULES.nameChanged, text: `Changed its name from ${before}` }];
    case 'registeredOffice':
      return hasMovedOffice(before, after)
        ? [{ rule: SIGNAL_RULES.officeMoved, text: 'Moved its registered office' }]
        : [];
    case 'status':
      return isInsolvencyEvent(before, after)
        ? [{ rule: SIGNAL_RULES.insolvency, text: `Status became ${after}` }]
        : [];
    case 'accountsCategory':
      return [accountsFiled(before, after)];
    case 'chargesOutstanding':
      return Number(after) > Number(before) ? [{ rule: SIGNAL_RULES.chargeRegistered, text: 'Charge registered' }] : [];
    case 'sicCodes':
      return addedCodes(before, after).map((code) => ({
        rule: SIGNAL_RULES.sicCodeAdded,
        text: `Added SIC code ${code}`,
        key: code,
      }));
  }
}

function accountsFiled(before: string, after: string): WordedRule {
  const [rankBefore, rank] = [accountsCategoryPoints(before), accountsCategoryPoints(after)];
  const isUp = rank !== undefined && rankBefore !== undefined && rank > rankBefore;
  const text = `Filed accounts as ${after} after ${before}`;
  return { rule: isUp ? SIGNAL_RULES.accountsFiledUp : SIGNAL_RULES.accountsFiledSame, text };
}

/** The status began to show an insolvency case, a strike-off notice or the end of the company. */
function isInsolvencyEvent(before: string, after: string): boolean {
  const isBad = (status: string) =>
    showsInsolvency(status) || hasEnded(status) || statusKindsOf(status).includes('strike_off');
  return isBad(after) && statusKindsOf(after).some((kind) => !statusKindsOf(before).includes(kind));
}

function addedCodes(before: string, after: string): readonly string[] {
  const codesOf = (text: string): readonly string[] => text.match(/\b\d{5}\b/g) ?? [];
  return codesOf(after).filter((code) => !codesOf(before).includes(code));
}

function nameKey(row: RegisterCompany, previousName: string): string {
  return `register:${row.companyNumber}:name:${previousName.trim().toUpperCase()}`;
}
