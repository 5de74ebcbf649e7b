import type { CompanyFacts } from '../company/company-facts.ts';
import { dayInWords, daysBetween } from '../days.ts';
import { mustNotBePursued } from '../scoring/gates.ts';
import type { NextAction, Score, ScoreGate } from '../scoring/score.ts';
import type { Signal, SignalEvent } from './signal.ts';

/** What next actions rest on. */
export interface NextActionsInput {
  readonly score: Pick<Score, 'total' | 'gates'>;
  /** Live signals, largest weight first. */
  readonly signals: readonly Signal[];
  readonly facts: CompanyFacts;
}

const MAX_ACTIONS = 5;
/** One total of each set of actions, the hottest first. */
const LOWEST_TOTALS: readonly number[] = [80, 60, 0];

const HIRING_ACTION = 'Talk about scaling the team, 30 to 90 days after the posts appeared';

/** What a live signal of a kind suggests, with the window in which to act (docs/scoring.md). */
const SIGNAL_ACTIONS: readonly { readonly kinds: readonly string[]; readonly text: string }[] = [
  {
    kinds: ['funding_round', 'capital_allotment'],
    text: 'Talk about ROI and speed of roll-out, 14 to 56 days after the new capital',
  },
  { kinds: ['job_posting'], text: HIRING_ACTION },
  { kinds: ['expansion'], text: 'Talk about scalability for the new line of business' },
];

/**
 * Suggests at most five things to do, each with its reason.
 *
 * A company gated at 10 gets "Do not pursue" alone; an unknown total gets nothing, because nothing would carry it.
 */
export function decideNextActions({ score, signals, facts }: NextActionsInput): readonly NextAction[] {
  const { total, gates } = score;
  if (mustNotBePursued(gates)) {
    return [{ text: 'Do not pursue', reason: reasonOfGates(gates, facts), dueInHours: null }];
  }
  if (total === null) return [];
  const actions = [...overdueActions(facts), ...signalActions(signals, facts)];
  const [first, ...rest] = scoreActions(total);
  return [...(first ? [first] : []), ...actions, ...rest].slice(0, MAX_ACTIONS);
}

/**
 * Our words for every action that a record of this company can get today, whatever its own score: what a model may
 * reword once for all of them. Nothing for a company that must not be pursued: that warning is never reworded.
 *
 * @param events all that is known of the company, so that a signal which fades changes nothing
 */
export function listPossibleActions(input: {
  readonly gates: readonly ScoreGate[];
  readonly facts: CompanyFacts;
  readonly events: readonly Pick<SignalEvent, 'kind' | 'polarity' | 'text'>[];
}): readonly string[] {
  if (mustNotBePursued(input.gates)) return [];
  const ofScore = LOWEST_TOTALS.flatMap(scoreActions);
  const actions = [...ofScore, ...overdueActions(input.facts), ...signalActions(input.events, input.facts)];
  return actions.map(({ text }) => text);
}

function scoreActions(total: number): readonly NextAction[] {
  const reason = `Score ${total}`;
  if (total >= 80) {
    return [
      { text: 'Discovery call within 48 hours', reason, dueInHours: 48 },
      { text: 'Send an executive summary with case studies', reason, dueInHours: null },
    ];
  }
  if (total >= 60) {
    return [
      { text: 'Send a personal introduction', reason, dueInHours: null },
      { text: 'Share one relevant article', reason, dueInHours: null },
    ];
  }
  return [
    { text: 'Add to a nurture sequence', reason, dueInHours: null },
    { text: 'Watch for new signals', reason, dueInHours: null },
  ];
}

/**
 * The signals come largest first, so that the strongest speaks first; a kind speaks once. Open posts without a date are
 * no signal, but still worth a word.
 */
function signalActions(
  signals: readonly Pick<Signal, 'kind' | 'polarity' | 'text'>[],
  { openPosts }: CompanyFacts,
): readonly NextAction[] {
  const byText = new Map<string, NextAction>();
  for (const signal of signals.filter(({ polarity }) => polarity === 'positive')) {
    const text = actionTextOf(signal);
    if (text !== undefined && !byText.has(text)) byText.set(text, { text, reason: signal.text, dueInHours: null });
  }
  const posts = openPosts?.value ?? 0;
  if (posts > 0 && !byText.has(HIRING_ACTION)) {
    const reason = `Open posts on the website: ${posts}`;
    byText.set(HIRING_ACTION, { text: HIRING_ACTION, reason, dueInHours: null });
  }
  return [...byText.values()];
}

/** Only an appointment, the positive executive change, is worth an introduction. */
function actionTextOf({ kind }: Pick<Signal, 'kind'>): string | undefined {
  if (kind === 'executive_change') return 'Introduce yourself to the new director, 14 to 28 days after the appointment';
  return SIGNAL_ACTIONS.find(({ kinds }) => kinds.includes(kind))?.text;
}

function overdueActions({ accountsNextDueOn: due }: CompanyFacts): readonly NextAction[] {
  if (due === undefined || daysBetween(due.value, due.observedOn) <= 0) return [];
  const reason = `Accounts were due on ${dayInWords(due.value)}`;
  return [{ text: 'Check credit before investing time: accounts are overdue', reason, dueInHours: null }];
}

function reasonOfGates(gates: readonly ScoreGate[], { status }: CompanyFacts): string {
  const names = gates.filter((gate) => mustNotBePursued([gate])).map(({ name }) => name.replaceAll('_', ' '));
  return status === undefined ? `Register: ${names.join(', ')}` : `The register says: ${status.value}`;
}
