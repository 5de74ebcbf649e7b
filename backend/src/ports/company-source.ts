import type { CompanyFacts } from '../domain/company/company-facts.ts';
import type { RegisterCompany } from '../domain/company/register-company.ts';
import type { Evidence, SourceName } from '../domain/evidence/evidence.ts';
import type { SignalEvent } from '../domain/signals/signal.ts';
import type { IsoDate, IsoDateTime } from '../domain/time.ts';

/** What one source says about one company. Evidence ids are the source's own; they are renumbered when answers are merged. */
export interface SourceAnswer {
  readonly facts: CompanyFacts;
  readonly events: readonly SignalEvent[];
  readonly evidence: readonly Evidence[];
  /** True when a cache answered. */
  readonly isCached: boolean;
  /** What a reader must know about the answer, e.g. how old it is; absent when there is nothing to say. */
  readonly note?: string;
  /** Present when it says nothing on purpose (`note` tells why): it was not asked, or what answered is not to be read. */
  readonly declined?: 'skipped' | 'failed';
}

/**
 * One source of facts about a company that has been identified.
 *
 * Contract: answers undefined when it holds nothing about this company; throws when it got no answer, which degrades
 * the result and is said; `refresh` bypasses its cache; stops when `signal` aborts.
 */
export interface CompanySource {
  readonly name: SourceName;
  collect(request: {
    readonly companyNumber: string;
    /** What the register said when the company was identified; absent when it was not asked. */
    readonly registerRow?: RegisterCompany;
    /** Registrable domain that the record gives; absent when it gives none. */
    readonly domain?: string | undefined;
    readonly asOf: IsoDate;
    readonly refresh: boolean;
    /** When the run began; what was learned since then is fresh enough for `refresh`. Absent: nothing is. */
    readonly runStartedAt?: IsoDateTime;
    readonly signal: AbortSignal;
  }): Promise<SourceAnswer | undefined>;
}
