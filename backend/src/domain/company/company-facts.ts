import type { IsoDate, IsoDateTime } from '../time.ts';
import type { PreviousName, RegisteredOffice, SicCode } from './register-company.ts';

/**
 * A fact that a source answered, also when the answer is "none".
 *
 * A fact nobody answered is absent from its record: unknown is never a value.
 */
export interface Known<T> {
  readonly value: T;
  /** Day for which the source vouches (snapshot day, event day); never the day of our fetch as such. */
  readonly observedOn: IsoDate;
  /** Ids of the evidence that supports it. */
  readonly evidence: readonly string[];
}

/** Everything that the sources told us about one company. */
export interface CompanyFacts {
  readonly companyNumber?: Known<string>;
  readonly name?: Known<string>;
  readonly status?: Known<string>;
  readonly companyCategory?: Known<string>;
  readonly incorporatedOn?: Known<IsoDate>;
  readonly dissolvedOn?: Known<IsoDate>;
  readonly registeredOffice?: Known<RegisteredOffice>;
  readonly sicCodes?: Known<readonly SicCode[]>;
  readonly previousNames?: Known<readonly PreviousName[]>;
  /** Register's words in upper case, e.g. `TOTAL EXEMPTION FULL`, `NO ACCOUNTS FILED`. */
  readonly accountsCategory?: Known<string>;
  /** The category before the present one; needs two observations. */
  readonly accountsCategoryBefore?: Known<string>;
  readonly accountsNextDueOn?: Known<IsoDate>;
  readonly accountsLastMadeUpTo?: Known<IsoDate>;
  readonly confirmationStatementNextDueOn?: Known<IsoDate>;
  readonly chargesOutstanding?: Known<number>;
  /** Number of insolvency cases ever. */
  readonly insolvencyCases?: Known<number>;
  readonly netAssetsGbp?: Known<number>;
  readonly turnoverGbp?: Known<number>;
  readonly employees?: Known<number>;
  /** Day of the latest share allotment, or null for none in the filing history. */
  readonly lastAllotmentOn?: Known<IsoDate | null>;
  /** Directors appointed minus resigned in the 12 months before `asOf`. */
  readonly directorsNetChange12Months?: Known<number>;
  /** Open posts advertised on the company's website. */
  readonly openPosts?: Known<number>;
  /** Lower-case words of the company's website, for the technology criterion. */
  readonly websiteWords?: Known<readonly string[]>;
  readonly website?: Known<string>;
  /**
   * Present when a source answered that reports events (filing history, website, or a register of which two imports
   * were compared), so that "no live signal" means none.
   */
  readonly eventsWatched?: Known<true>;
  /** Present when the filing history was read, so that a document filed tomorrow will be seen. */
  readonly filingsWatched?: Known<true>;
}

/** What HubSpot's default properties say about our contact with the record; absent where the account lacks the property. */
export interface EngagementFacts {
  readonly lastContactedAt?: Known<IsoDateTime | null>;
  /** Day of the latest meeting, and how many are known within 90 days. */
  readonly meetingsWithin90Days?: Known<number>;
  readonly lastEmailReplyAt?: Known<IsoDateTime | null>;
  readonly lastFormSubmittedAt?: Known<IsoDateTime | null>;
  readonly hasOpenDeal?: Known<boolean>;
  readonly pageViews?: Known<number>;
  /** Present when something was ever recorded, however long ago and whether or not a factor counts it. */
  readonly engagedEver?: Known<true>;
}
