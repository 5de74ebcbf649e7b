import type { DomainStatement } from '../domain/company/domain-statement.ts';
import type { IsoDateTime } from '../domain/time.ts';

/**
 * Somebody who can tell which registered company is behind a domain.
 *
 * Contract: answers undefined when it knows of none; throws when it got no answer; `refresh` bypasses its memory; stops
 * when `signal` aborts. It tells, and does not judge: what it says may be about another company than the one meant.
 */
export interface DomainLookup {
  readonly name: 'website' | 'oppspot';
  findCompanies(request: {
    /** Registrable, lower case, never a free-mail domain. */
    readonly domain: string;
    readonly refresh: boolean;
    /** When the run began; what was learned since then is fresh enough for `refresh`. Absent: nothing is. */
    readonly runStartedAt?: IsoDateTime;
    readonly signal: AbortSignal;
  }): Promise<DomainStatement | undefined>;
}
