import { LRUCache } from 'lru-cache';
import type { DomainStatement } from '../../domain/company/domain-statement.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DomainLookup } from '../../ports/domain-lookup.ts';

/** What oppSpot said of a domain; `statement` undefined: it knows of nobody. */
interface Told {
  readonly statement: DomainStatement | undefined;
  readonly askedAtMs: number;
}

/** As long as what it says of a company: news of the morning should count in the afternoon. */
const FRESH_MS = 6 * 3_600_000;

/** Some hundred bytes each. */
const MAX_DOMAINS = 5_000;

/**
 * Puts a memory of this process before the look-up of domains: a record that stays open is enriched again and again, and
 * the answer is mostly the same. What failed is not remembered; `refresh` asks anew.
 */
export function rememberDomains(lookup: DomainLookup, clock: Clock): DomainLookup {
  const told = new LRUCache<string, Told>({ max: MAX_DOMAINS });
  return {
    name: lookup.name,
    async findCompanies(request) {
      const askedAtMs = clock.now().getTime();
      const known = told.get(request.domain);
      if (known && !request.refresh && askedAtMs - known.askedAtMs <= FRESH_MS) return known.statement;
      const statement = await lookup.findCompanies(request);
      told.set(request.domain, { statement, askedAtMs });
      return statement;
    },
  };
}
