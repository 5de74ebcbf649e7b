import type { PreviousName, RegisteredOffice } from '../company/register-company.ts';
import type { IsoDate } from '../time.ts';

/** What the Companies House API answered about one company, in our words. `null` parts were answered with "not found". */
export interface CompaniesHouseAnswers {
  readonly profile: CompaniesHouseProfile;
  readonly officers: Listed<CompaniesHouseOfficer> | null;
  /** Newest first, as the API lists them. */
  readonly filings: Listed<CompaniesHouseFiling> | null;
  /** How many charges are not fully satisfied. */
  readonly chargesOutstanding: number | null;
  /** How many insolvency cases there ever were. */
  readonly insolvencyCases: number | null;
}

/** One page of a list, and whether it is the whole list. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly isComplete: boolean;
}

/** The company itself. Absent members were not in the answer. */
export interface CompaniesHouseProfile {
  readonly companyNumber: string;
  readonly name: string;
  /** The API's word, e.g. `active`, `converted-closed`. */
  readonly status?: string;
  /** E.g. `active-proposal-to-strike-off`. */
  readonly statusDetail?: string;
  readonly incorporatedOn?: IsoDate;
  readonly dissolvedOn?: IsoDate;
  readonly registeredOffice?: RegisteredOffice;
  readonly previousNames: readonly PreviousName[];
  readonly hasCharges?: boolean;
  readonly hasInsolvencyHistory?: boolean;
  /** The API's word, e.g. `micro-entity`; `null` as a word when none were ever filed. */
  readonly lastAccountsType?: string;
  readonly lastAccountsMadeUpTo?: IsoDate;
  readonly accountsNextDueOn?: IsoDate;
  readonly confirmationStatementNextDueOn?: IsoDate;
}

/** One appointment. Names stay outside: nothing here needs them. */
export interface CompaniesHouseOfficer {
  readonly role: string;
  readonly appointedOn?: IsoDate;
  readonly resignedOn?: IsoDate;
}

/** One filed document. */
export interface CompaniesHouseFiling {
  readonly transactionId: string;
  /** Form, e.g. `AP01`, `AA`. */
  readonly type: string;
  /** Day on which it was processed. */
  readonly filedOn: IsoDate;
  /** Day of what it tells (appointment, allotment), where it has one; for accounts the end of their period. */
  readonly actionOn?: IsoDate;
  /** Key of the register's own sentence, e.g. `accounts-with-accounts-type-small`. */
  readonly description: string;
  readonly oldAddress?: string;
  readonly newAddress?: string;
}
