/** A company as the product names it everywhere: in matches, candidates and the picker. */
export interface Company {
  /** Our opaque id, at most 64 characters; `gb-<company number>` for a company of the UK register. */
  readonly id: string;
  readonly name: string;
  /** Register number, upper case, 8 characters; null for a company without one. */
  readonly companyNumber: string | null;
  /** Registrable domain, lower case; null when none is known. */
  readonly domain: string | null;
  /** The register's own word, e.g. `Active`; null when unknown. */
  readonly status: string | null;
}

/** A company that might be the one meant, with why. */
export interface CompanyCandidate extends Company {
  /** 0–1. */
  readonly confidence: number;
  readonly reasons: readonly string[];
}

/** What a CRM record says about which company it means; every member may be absent. */
export interface CompanyIdentity {
  readonly companyNumber?: string;
  /** Registrable domain, lower case, never a free-mail domain. */
  readonly domain?: string;
  readonly name?: string;
  readonly town?: string;
  readonly postcode?: string;
  readonly country?: string;
}

/** Our id of a company of the UK register. */
export function companyIdOfNumber(companyNumber: string): string {
  return `gb-${companyNumber}`;
}

/**
 * Reads a company number out of our id or a bare register number.
 *
 * @returns the number in upper case, padded to 8 characters; undefined when the text is neither
 */
export function companyNumberOfId(id: string): string | undefined {
  const text = id.trim().replace(/^gb-/i, '').toUpperCase();
  if (/^\d{1,8}$/.test(text)) return text.padStart(8, '0');
  // Two letters and six digits (SC123456), or the old societies: IP19198R, RS/SP likewise.
  return /^[A-Z]{2}[0-9A-Z]{5,6}$/.test(text) ? text : undefined;
}
