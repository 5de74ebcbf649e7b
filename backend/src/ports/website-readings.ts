import type { WebsiteReading } from '../domain/evidence/website-change.ts';
import type { IsoDateTime } from '../domain/time.ts';

/**
 * What the first pages of websites said when they were last read, for all processes and portals: public words, never
 * anything of a tenant.
 *
 * Contract: `read` answers undefined for a website that was never read, and for a reading in an older form; `save`
 * replaces what was there, unless that is of a later visit.
 */
export interface WebsiteReadings {
  read(domain: string): Promise<WebsiteReading | undefined>;
  save(domain: string, reading: WebsiteReading, visitedAt: IsoDateTime): Promise<void>;
}
