import type { CompanyIdentity } from '../domain/company/company.ts';
import type { RegisterCompany } from '../domain/company/register-company.ts';
import type { IsoDate } from '../domain/time.ts';

/**
 * The built-in company register (Companies House bulk data in our own table; public data, no tenant).
 *
 * Contract: `findCandidates` answers at most `limit` companies that could be meant, without judging (that is the
 * domain's matter): by number, by equal or similar name, present or previous; [] when nothing is near.
 * `readCompany` answers undefined for a number that the register does not hold.
 * Both throw `upstream_unavailable` when the database gives no answer.
 */
export interface CompanyRegister {
  findCandidates(identity: CompanyIdentity, limit: number): Promise<readonly RegisterCompany[]>;
  readCompany(companyNumber: string): Promise<RegisterCompany | undefined>;
  /** Size and age of the register; `snapshotOn` null when nothing was imported. */
  readState(): Promise<{ readonly companies: number; readonly snapshotOn: IsoDate | null }>;
}
