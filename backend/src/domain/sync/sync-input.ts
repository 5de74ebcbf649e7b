/** A contact as a caller of the integration API knows it. Absent: says nothing; `''` and 0 are values. */
export interface ContactInput {
  /** Identifies the contact. */
  readonly email: string;
  readonly firstName?: string;
  readonly lastName?: string;
  /** Name of the employer. */
  readonly company?: string;
  /** Our id of the employer (`gb-…`) or its register number, at most 64 characters; an unknown one is kept as a reference only. */
  readonly companyId?: string;
  readonly phone?: string;
  readonly title?: string;
}

/** A company as a caller knows it. Absent: says nothing; `''` and 0 are values. */
export interface CompanyInput {
  /** As in `ContactInput`. */
  readonly companyId?: string;
  readonly name: string;
  /** Identifies the company; without it the name does. */
  readonly domain?: string;
  readonly industry?: string;
  readonly employeeCount?: number;
  /** A year's revenue in the account's currency. */
  readonly revenue?: number;
  readonly description?: string;
}

/** How a sync is done. */
export interface SyncOptions {
  /** Leaves the record as synced: no source and no model is asked. */
  readonly skipEnrichment?: boolean;
  /** 1–10, 10 first; from 5 on it goes before background work of the same account. */
  readonly priority?: number;
}
