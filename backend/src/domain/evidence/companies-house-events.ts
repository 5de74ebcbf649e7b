import { accountsCategoryPoints, normaliseAccountsCategory } from '../company/accounts-category.ts';
import { hasMovedOffice } from '../company/office-move.ts';
import { dayInWords, daysBetween } from '../days.ts';
import type { SignalEvent } from '../signals/signal.ts';
import { SIGNAL_RULES, type SignalRule, signalEventOf } from '../signals/signal-rules.ts';
import type { IsoDate } from '../time.ts';
import type { CompaniesHouseFiling } from './companies-house-answers.ts';

/** An event with the filed document that tells of it. */
export interface FiledEvent {
  readonly event: SignalEvent;
  readonly filing: CompaniesHouseFiling;
}

/** Older documents weigh nothing any more: the slowest decay of docs/scoring.md ends after 1,521 days. */
const MAX_AGE_DAYS = 1_521;

interface WordedRule {
  readonly rule: SignalRule;
  readonly text: string;
  /** The event is older than the document that tells of it. */
  readonly isDatedByAction: boolean;
  /** Several documents tell of one such event on one day. */
  readonly sharesDay?: boolean;
}

const { directorAppointed, directorLeft, secretaryChanged, sharesAllotted, chargeRegistered } = SIGNAL_RULES;
const dated = (rule: SignalRule, text: string): WordedRule => ({ rule, text, isDatedByAction: true });
const insolvent = (text: string): WordedRule => ({
  rule: SIGNAL_RULES.insolvency,
  text,
  isDatedByAction: true,
  sharesDay: true,
});
const notice: WordedRule = { rule: SIGNAL_RULES.insolvency, text: 'Strike-off notice', isDatedByAction: false };

/** Forms that mean the same whatever is written on them. */
const FORMS: Readonly<Record<string, WordedRule>> = {
  AP01: dated(directorAppointed, 'Director appointed'),
  AP02: dated(directorAppointed, 'Corporate director appointed'),
  TM01: dated(directorLeft, 'Director left'),
  AP03: dated(secretaryChanged, 'Secretary appointed'),
  AP04: dated(secretaryChanged, 'Corporate secretary appointed'),
  TM02: dated(secretaryChanged, 'Secretary left'),
  SH01: dated(sharesAllotted, 'Shares allotted'),
  MR01: dated(chargeRegistered, 'Charge registered'),
  LLMR01: dated(chargeRegistered, 'Charge registered'),
  CERTNM: { rule: SIGNAL_RULES.nameChanged, text: 'Changed its name', isDatedByAction: false },
  GAZ1: notice,
  'GAZ1(A)': notice,
  COCOMP: insolvent('Court ordered the winding up'),
  LRESEX: insolvent('Resolved to wind up'),
  LRESSP: insolvent('Resolved to wind up'),
  '600': insolvent('Liquidator appointed'),
  WU04: insolvent('Liquidator appointed'),
  AM01: insolvent('Administrator appointed'),
};

/**
 * Events that filed documents tell of, one a document; several documents of one insolvency step on one day are one.
 *
 * Dated by the event where the document names its day, else by the day on which it was filed; never by our fetch.
 */
export function filedEvents(filings: readonly CompaniesHouseFiling[], asOf: IsoDate): readonly FiledEvent[] {
  const recent = filings.filter(({ filedOn }) => daysBetween(filedOn, asOf) <= MAX_AGE_DAYS);
  const categoriesBefore = categoriesBeforeEach(filings);
  const byKey = new Map<string, FiledEvent>();
  for (const filing of recent) {
    const worded = FORMS[filing.type] ?? readForm(filing, categoriesBefore.get(filing.transactionId));
    if (worded === undefined) continue;
    const event = eventOf(filing, worded);
    if (!byKey.has(event.dedupeKey)) byKey.set(event.dedupeKey, { event, filing });
  }
  return [...byKey.values()];
}

/** Accounts category that a filing of accounts tells, in the bulk file's words; undefined when it tells none. */
export function accountsCategoryOf({ type, description }: CompaniesHouseFiling): string | undefined {
  const words = type === 'AA' ? /^accounts-with-accounts-type-(.+)$/.exec(description)?.[1] : undefined;
  return words === undefined ? undefined : normaliseAccountsCategory(words);
}

/** Day of what a document tells of: the one it names, unless that lies after the filing, where it can only be planned or mistyped. */
export function actionDayOf({ actionOn, filedOn }: CompaniesHouseFiling): IsoDate {
  return actionOn !== undefined && actionOn <= filedOn ? actionOn : filedOn;
}

/** Evidence id of a filed document. */
export function filingEvidenceId({ transactionId }: CompaniesHouseFiling): string {
  return `filing-${transactionId}`;
}

function eventOf(filing: CompaniesHouseFiling, { rule, text, isDatedByAction, sharesDay }: WordedRule): SignalEvent {
  const occurredOn = isDatedByAction ? actionDayOf(filing) : filing.filedOn;
  const key = sharesDay ? `insolvency:${occurredOn}` : filing.transactionId;
  return signalEventOf(rule, {
    text: `${text} on ${dayInWords(occurredOn)}`,
    occurredOn,
    dedupeKey: `companies_house:${key}`,
    evidence: [filingEvidenceId(filing)],
  });
}

/** Forms whose meaning depends on what they say. */
function readForm(filing: CompaniesHouseFiling, categoryBefore: string | undefined): WordedRule | undefined {
  if (filing.type === 'AA') return accountsFiled(filing, categoryBefore);
  if (filing.type !== 'AD01' && filing.type !== 'LLAD01') return undefined;
  return hasMovedOffice(filing.oldAddress ?? '', filing.newAddress ?? '')
    ? dated(SIGNAL_RULES.officeMoved, 'Moved its registered office')
    : undefined;
}

/** A day of accounts is the end of their period, so the day of filing dates the event. */
function accountsFiled(filing: CompaniesHouseFiling, before: string | undefined): WordedRule {
  const category = accountsCategoryOf(filing);
  const [rank, rankBefore] = [category, before].map((words) => accountsCategoryPoints(words ?? ''));
  const isUp = rank !== undefined && rankBefore !== undefined && rank > rankBefore;
  const kind = category === undefined ? 'Filed accounts' : `Filed accounts as ${category}`;
  return {
    rule: isUp ? SIGNAL_RULES.accountsFiledUp : SIGNAL_RULES.accountsFiledSame,
    text: isUp ? `${kind} after ${before}` : kind,
    isDatedByAction: false,
  };
}

/** For each filing of accounts the category of the one before it. */
function categoriesBeforeEach(filings: readonly CompaniesHouseFiling[]): ReadonlyMap<string, string | undefined> {
  const accounts = filings.filter((filing) => accountsCategoryOf(filing) !== undefined);
  return new Map(
    accounts.map(({ transactionId }, index) => {
      const earlier = accounts[index + 1];
      return [transactionId, earlier && accountsCategoryOf(earlier)];
    }),
  );
}
