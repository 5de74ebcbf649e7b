import { makeCompaniesHouseSource } from '../adapters/companies-house/companies-house-source.ts';
import { absentOppspot } from '../adapters/oppspot/absent-oppspot.ts';
import { rememberDomains } from '../adapters/oppspot/domain-memory.ts';
import { makeOppspot } from '../adapters/oppspot/oppspot-source.ts';
import type { Database } from '../adapters/postgres/make-database.ts';
import { makeRequestBudget } from '../adapters/postgres/request-budget.ts';
import { makeSourceCache } from '../adapters/postgres/source-cache.ts';
import { makeWebsiteReadings } from '../adapters/postgres/website-readings.ts';
import { makeRegisterSource } from '../adapters/register/register-source.ts';
import { makeSiteVisits } from '../adapters/website/site-visits.ts';
import { makeWebsiteDomains } from '../adapters/website/website-domains.ts';
import { makeWebsiteSource } from '../adapters/website/website-source.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../ports/clock.ts';
import type { CompanyRegister } from '../ports/company-register.ts';
import type { CompanySource } from '../ports/company-source.ts';
import type { DomainLookup } from '../ports/domain-lookup.ts';
import type { Logger } from '../ports/logger.ts';
import { makeCachedSource } from '../use-cases/enrichment-run/cached-source.ts';

/** What Companies House allows one key (developer guidelines, "Rate limiting", read 2026-11). */
const COMPANIES_HOUSE_BUDGET = { source: 'companies_house', requests: 600, windowSeconds: 300 } as const;
/** What oppSpot allows one key (docs/oppspot-api.md). */
const OPPSPOT_BUDGET = { source: 'oppspot', requests: 600, windowSeconds: 60 } as const;

/** Companies file a few times a year: what was read today is good today. */
const COMPANIES_HOUSE_FRESH_MS = 24 * 3_600_000;
/** News of the morning should count in the afternoon. */
const OPPSPOT_FRESH_MS = 6 * 3_600_000;

/** What the sources are made of. */
export interface SourceParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly database: Database;
  readonly register: CompanyRegister;
}

/** Every source of facts, and those that can tell a company by its domain. */
export interface Sources {
  readonly sources: readonly CompanySource[];
  readonly domainLookups: readonly DomainLookup[];
}

/** Makes the sources; the two APIs are behind the shared cache and their shared limits, a website is visited once for all. */
export function makeSources(config: Config, parts: SourceParts): Sources {
  const { clock, logger, database, register } = parts;
  const cache = makeSourceCache(database);
  const cached = (source: CompanySource, freshForMs: number) =>
    makeCachedSource({ source, cache, clock, logger, freshForMs });
  const takeRequests = makeRequestBudget(database, OPPSPOT_BUDGET);
  const oppspot = config.oppspot && makeOppspot({ ...config.oppspot, takeRequests }, { clock });
  const readings = makeWebsiteReadings(database);
  const visitSite = makeSiteVisits({ clock, logger, localHosts: config.websiteHosts, readings });
  return {
    sources: [
      makeRegisterSource({ register, clock }),
      ...makeCompaniesHouse(config, parts).map((source) => cached(source, COMPANIES_HOUSE_FRESH_MS)),
      oppspot === undefined ? absentOppspot : cached(oppspot.source, OPPSPOT_FRESH_MS),
      makeWebsiteSource(visitSite),
    ],
    domainLookups: [makeWebsiteDomains(visitSite), ...(oppspot ? [rememberDomains(oppspot.domains, clock)] : [])],
  };
}

/** Without a key it is left out. */
function makeCompaniesHouse({ companiesHouse }: Config, { database, clock }: SourceParts): readonly CompanySource[] {
  if (companiesHouse === undefined) return [];
  const takeRequests = makeRequestBudget(database, COMPANIES_HOUSE_BUDGET);
  return [makeCompaniesHouseSource({ ...companiesHouse, takeRequests }, { clock })];
}
