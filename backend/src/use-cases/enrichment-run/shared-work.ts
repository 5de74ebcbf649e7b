import type { MatchDecision } from '../../domain/company/match-company.ts';
import type { CollectedFacts } from './collect-facts.ts';
import type { CompanyResult } from './judge-company.ts';

/**
 * What records that are enriched side by side come to alike is worked out by the first of them, for all: a failure too.
 *
 * All of them belong to one portal, run on one day under the same settings, and end within the same time.
 */
export interface SharedWork {
  /** By what the record says about its company, and what was decided about it before. */
  readonly decisions: Map<string, MatchDecision>;
  /** What the sources say, by company and how it was asked. */
  readonly facts: Map<string, Promise<CollectedFacts>>;
  /** What is made of it, by company and what HubSpot tells of our contact with the record. */
  readonly judged: Map<string, Promise<CompanyResult>>;
}

/** Makes it for the records of one batch. */
export function makeSharedWork(): SharedWork {
  return { decisions: new Map(), facts: new Map(), judged: new Map() };
}
