import type { IsoDate } from '../time.ts';

/** A registered office address; parts that the register leaves empty are null. */
export interface RegisteredOffice {
  readonly line1: string | null;
  readonly line2: string | null;
  readonly town: string | null;
  readonly county: string | null;
  readonly country: string | null;
  readonly postcode: string | null;
}

/** A SIC 2007 code with the register's description. */
export interface SicCode {
  /** Five digits. */
  readonly code: string;
  readonly description: string;
}

/** A name that the company had before. */
export interface PreviousName {
  readonly name: string;
  /** Day on which it stopped being the name; null when the register does not say. */
  readonly changedOn: IsoDate | null;
}

/**
 * One row of the Companies House register as our table holds it.
 *
 * `null` means *unknown*: the imported file lacked the column or the cell was empty. It never means "none"
 * (the bulk file writes `NO ACCOUNTS FILED`, `0`, `None Supplied` when it means none).
 */
export interface RegisterCompany {
  readonly companyNumber: string;
  readonly name: string;
  /** The register's words, e.g. `Active - Proposal to Strike off`; `removed` when a full snapshot no longer lists it. */
  readonly status: string | null;
  readonly companyCategory: string | null;
  readonly countryOfOrigin: string | null;
  readonly incorporatedOn: IsoDate | null;
  readonly dissolvedOn: IsoDate | null;
  readonly registeredOffice: RegisteredOffice;
  /** null: column missing; empty: `None Supplied`. */
  readonly sicCodes: readonly SicCode[] | null;
  readonly accountsCategory: string | null;
  readonly accountsNextDueOn: IsoDate | null;
  readonly accountsLastMadeUpTo: IsoDate | null;
  readonly confirmationStatementNextDueOn: IsoDate | null;
  readonly confirmationStatementLastMadeUpTo: IsoDate | null;
  /** Number of charges ever registered, and how many are outstanding (wholly or partly). */
  readonly chargesTotal: number | null;
  readonly chargesOutstanding: number | null;
  readonly previousNames: readonly PreviousName[] | null;
  /** Day of the snapshot that this row was last seen in. */
  readonly snapshotOn: IsoDate;
  /** Earlier and later state when two imports differ, oldest first; empty when nothing changed since the first. */
  readonly changes: readonly RegisterChange[];
}

/** A difference that an import found between two snapshots of one company. */
export interface RegisterChange {
  readonly field: 'name' | 'status' | 'registeredOffice' | 'accountsCategory' | 'chargesOutstanding' | 'sicCodes';
  readonly before: string;
  readonly after: string;
  /** Day of the snapshot that first showed the new value. */
  readonly seenOn: IsoDate;
}
