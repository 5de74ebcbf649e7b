import type { CompanyFacts, EngagementFacts, Known } from '../company/company-facts.ts';
import { addDays } from '../days.ts';
import { SIGNAL_RULES, type SignalRule, signalEventOf } from '../signals/signal-rules.ts';
import { type JudgedCompany, judgeAgain, type ScoreInput, weighParts } from './compute-score.ts';
import type { WouldChange } from './score.ts';

/** Something that could happen to the company or in the sales process, and what it does to the inputs. */
export interface PossibleChange {
  readonly change: string;
  readonly apply: (input: ScoreInput) => ScoreInput;
}

const MAX_SHOWN = 3;
const POSTS_ADVERTISED = 3;

/** Companies file once a year; the next due date then lies about a year ahead. */
const DAYS_UNTIL_NEXT_FILING = 365;

/**
 * The closed list of docs/scoring.md. A change moves only what is known: an event that no source of ours would show
 * cannot be promised to move the total.
 */
export const POSSIBLE_CHANGES: readonly PossibleChange[] = [
  { change: 'Accounts filed', apply: withAccountsFiled },
  { change: 'Confirmation statement filed', apply: (input) => withNextDue(input, 'confirmationStatementNextDueOn') },
  { change: 'All charges satisfied', apply: (input) => withFact(input, 'chargesOutstanding', to(input, 0)) },
  { change: 'Shares allotted', apply: withSharesAllotted },
  { change: 'Director appointed', apply: withDirectorAppointed },
  { change: 'Three posts advertised', apply: withPostsAdvertised },
  { change: 'Contacted today', apply: (input) => withEngagement(input, 'lastContactedAt', to(input, input.asOf)) },
  { change: 'Meeting held', apply: (input) => withEngagement(input, 'meetingsWithin90Days', atLeastOne(input)) },
  { change: 'E-mail answered', apply: (input) => withEngagement(input, 'lastEmailReplyAt', to(input, input.asOf)) },
  { change: 'Form submitted', apply: (input) => withEngagement(input, 'lastFormSubmittedAt', to(input, input.asOf)) },
];

/**
 * Finds what would raise the total most, each recomputed as if it happened on `asOf`.
 *
 * @param judged the parts of `input`
 * @returns at most three, the largest first, by the exact difference of shown totals; [] when the total is unknown
 */
export function wouldChangeOf(input: ScoreInput, judged: JudgedCompany): readonly WouldChange[] {
  const { total } = weighParts(judged, input);
  if (total === null) return [];
  const totalAfter = (after: ScoreInput) => weighParts(judgeAgain(input, judged, after), after).total ?? total;
  return POSSIBLE_CHANGES.map(({ change, apply }) => ({ change, deltaPoints: totalAfter(apply(input)) - total }))
    .filter(({ deltaPoints }) => deltaPoints > 0)
    .sort((a, b) => b.deltaPoints - a.deltaPoints)
    .slice(0, MAX_SHOWN);
}

function withAccountsFiled(input: ScoreInput): ScoreInput {
  return withFiledEvent(withNextDue(input, 'accountsNextDueOn'), SIGNAL_RULES.accountsFiledSame, 'Accounts filed');
}

function withSharesAllotted(input: ScoreInput): ScoreInput {
  const allotted = withFact(input, 'lastAllotmentOn', to(input, input.asOf));
  return withFiledEvent(allotted, SIGNAL_RULES.sharesAllotted, 'Shares allotted');
}

function withDirectorAppointed(input: ScoreInput): ScoreInput {
  const appointed = withFact(input, 'directorsNetChange12Months', plus(input, 1));
  return withFiledEvent(appointed, SIGNAL_RULES.directorAppointed, 'Director appointed');
}

function withPostsAdvertised(input: ScoreInput): ScoreInput {
  const advertised = withFact(input, 'openPosts', plus(input, POSTS_ADVERTISED));
  const posts = advertised.facts.openPosts?.value;
  if (posts === undefined) return input;
  // The page of posts gives one signal, so that the new one takes the place of the old.
  const others = { ...advertised, events: input.events.filter(({ kind }) => kind !== 'job_posting') };
  const rule = posts >= 10 ? SIGNAL_RULES.postsManyAdvertised : SIGNAL_RULES.postsSomeAdvertised;
  return withEvent(others, rule, 'Posts advertised');
}

function withNextDue(input: ScoreInput, name: 'accountsNextDueOn' | 'confirmationStatementNextDueOn'): ScoreInput {
  return withFact(input, name, to(input, addDays(input.asOf, DAYS_UNTIL_NEXT_FILING)));
}

/** The fact with another value, as it would be seen on `asOf`. */
function to<T>({ asOf }: ScoreInput, value: T): (fact: Known<unknown>) => Known<T> {
  return (fact) => ({ ...fact, value, observedOn: asOf });
}

function plus({ asOf }: ScoreInput, count: number): (fact: Known<number>) => Known<number> {
  return (fact) => ({ ...fact, value: fact.value + count, observedOn: asOf });
}

/** HubSpot's properties tell of one meeting at most, so that a second one would not be seen. */
function atLeastOne({ asOf }: ScoreInput): (fact: Known<number>) => Known<number> {
  return (fact) => ({ ...fact, value: Math.max(1, fact.value), observedOn: asOf });
}

function withFact<K extends keyof CompanyFacts>(input: ScoreInput, name: K, next: Next<CompanyFacts, K>): ScoreInput {
  return { ...input, facts: changed(input.facts, name, next) };
}

function withEngagement<K extends keyof EngagementFacts>(
  input: ScoreInput,
  name: K,
  next: Next<EngagementFacts, K>,
): ScoreInput {
  return { ...input, engagement: changed(input.engagement, name, next) };
}

type Next<Facts, K extends keyof Facts> = (fact: NonNullable<Facts[K]>) => Facts[K];

/** An unknown fact stays unknown. */
function changed<Facts extends object, K extends keyof Facts>(facts: Facts, name: K, next: Next<Facts, K>): Facts {
  const fact = facts[name];
  return fact === undefined || fact === null ? facts : { ...facts, [name]: next(fact) };
}

/** A document gives a signal only where the filing history is read. */
function withFiledEvent(input: ScoreInput, rule: SignalRule, text: string): ScoreInput {
  return input.facts.filingsWatched === undefined ? input : withEvent(input, rule, text);
}

function withEvent(input: ScoreInput, rule: SignalRule, text: string): ScoreInput {
  const dedupeKey = `would-change:${text}`;
  const event = signalEventOf(rule, { text, occurredOn: input.asOf, dedupeKey, evidence: [] });
  return { ...input, events: [...input.events, event] };
}
