import type { SourceName } from '../domain/evidence/evidence.ts';
import type { IsoDateTime } from '../domain/time.ts';
import type { SourceAnswer } from './company-source.ts';

/** What a source last said about a company, and when it was asked. */
export interface CachedAnswer {
  /** undefined: the source held nothing about the company. */
  readonly answer: SourceAnswer | undefined;
  readonly fetchedAt: IsoDateTime;
}

/**
 * Answers of sources, shared by all processes and portals: public facts about companies, never anything of a tenant.
 *
 * Contract: `save` replaces what was there, unless that is newer; `read` answers undefined when nothing usable is kept,
 * an answer in an older form included.
 */
export interface SourceCache {
  read(source: SourceName, companyNumber: string): Promise<CachedAnswer | undefined>;
  save(source: SourceName, companyNumber: string, answer: CachedAnswer): Promise<void>;
}
