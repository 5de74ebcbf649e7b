import type { CompanyFacts, EngagementFacts, Known } from '../company/company-facts.ts';
import type { SignalEvent } from '../signals/signal.ts';
import type { Evidence, SourceName } from './evidence.ts';
import { joinFundingRounds } from './join-funding-rounds.ts';

/** What one source says: facts, events and the evidence they cite by the source's own ids. */
export interface MergeableAnswer {
  readonly facts: CompanyFacts;
  readonly events: readonly SignalEvent[];
  readonly evidence: readonly Evidence[];
}

/** What HubSpot's own properties say about our contact with the record. */
export interface EngagementAnswer {
  readonly facts: EngagementFacts;
  readonly evidence: readonly Evidence[];
}

/** All answers as one, citing evidence `e1`, `e2`, …; `engagement` is empty until `withEngagement`. */
export interface MergedAnswers {
  readonly facts: CompanyFacts;
  readonly engagement: EngagementFacts;
  readonly events: readonly SignalEvent[];
  readonly evidence: readonly Evidence[];
}

/**
 * Who is believed when two sources give the same fact: the official API is fresher than the bulk file, both are official
 * where oppSpot and the website only report, and HubSpot holds what people typed.
 */
const PRECEDENCE: readonly SourceName[] = ['companies_house', 'register', 'oppspot', 'website', 'hubspot'];

/** Events that filed documents tell of with their own dates, where the register only shows that something changed. */
const FILED_KINDS: ReadonlySet<string> = new Set([
  'accounts_filed',
  'charge_registered',
  'insolvency_event',
  'name_change',
  'office_move',
]);

/**
 * Makes one answer of many.
 *
 * A fact comes whole from the source that is believed most (`PRECEDENCE`). Evidence is renumbered `e1`, `e2`, … in
 * that order of sources, so that the same answers give the same ids whichever source was first to answer. Where the
 * filing history was read, the register's changes that it also tells of are left out: one document, one signal. An
 * allotment of shares that another source calls a funding round is that round.
 */
export function mergeSourceAnswers(answers: readonly MergeableAnswer[]): MergedAnswers {
  const ordered = [...answers].sort((a, b) => rankOf(a) - rankOf(b));
  let nextId = 1;
  const hasFilings = ordered.some((answer) => sourceOf(answer) === 'companies_house' && answer.facts.eventsWatched);
  const renumbered = ordered.map((answer) => {
    const ids = numberedIds(answer.evidence, nextId);
    nextId += answer.evidence.length;
    return {
      facts: withIds(answer.facts, ids),
      events: eventsToTell(answer, hasFilings).map((event) => ({ ...event, evidence: newIds(event.evidence, ids) })),
      evidence: withNewIds(answer.evidence, ids),
    };
  });
  return {
    // Later members win in a spread, so the source believed most comes last.
    facts: Object.assign({}, ...renumbered.map(({ facts }) => facts).reverse()),
    engagement: {},
    events: joinFundingRounds(renumbered.flatMap(({ events }) => events)),
    evidence: renumbered.flatMap(({ evidence }) => evidence),
  };
}

/** Adds what HubSpot knows of one record to what is known of its company; its evidence is numbered after the company's. */
export function withEngagement(company: MergedAnswers, { facts, evidence }: EngagementAnswer): MergedAnswers {
  const ids = numberedIds(evidence, company.evidence.length + 1);
  return {
    ...company,
    engagement: withIds(facts, ids),
    evidence: [...company.evidence, ...withNewIds(evidence, ids)],
  };
}

function eventsToTell(answer: MergeableAnswer, hasFilings: boolean): readonly SignalEvent[] {
  if (!hasFilings || sourceOf(answer) !== 'register') return answer.events;
  return answer.events.filter(({ kind }) => !FILED_KINDS.has(kind));
}

function sourceOf(answer: MergeableAnswer): SourceName | undefined {
  return answer.evidence[0]?.source;
}

function rankOf(answer: MergeableAnswer): number {
  const source = sourceOf(answer);
  return source === undefined ? PRECEDENCE.length : PRECEDENCE.indexOf(source);
}

function numberedIds(evidence: readonly Evidence[], firstId: number): ReadonlyMap<string, string> {
  return new Map(evidence.map(({ id }, index) => [id, `e${firstId + index}`]));
}

/** An id that the source never defined is dropped: it would point at somebody else's evidence. */
function newIds(cited: readonly string[], ids: ReadonlyMap<string, string>): readonly string[] {
  return cited.flatMap((id) => ids.get(id) ?? []);
}

function withNewIds(evidence: readonly Evidence[], ids: ReadonlyMap<string, string>): readonly Evidence[] {
  return evidence.map((item) => ({ ...item, id: ids.get(item.id) ?? item.id }));
}

function withIds<Facts extends object>(facts: Facts, ids: ReadonlyMap<string, string>): Facts {
  const entries: [string, Known<unknown>][] = Object.entries(facts);
  const renumbered = entries.map(([name, fact]) => [name, { ...fact, evidence: newIds(fact.evidence, ids) }]);
  return Object.assign({}, facts, Object.fromEntries(renumbered));
}
