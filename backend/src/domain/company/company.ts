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
  /** Of the registered office; what tells namesakes apart. null when unknown. */
  readonly town: string | null;
  readonly postcode: string | null;
}

/** What a CRM record says about which company it means; every member may be absent. */
export interface CompanyIdentity {
  readonly companyNumber?: string;
  /** Registrable domain, lower case, never a free-mail domain. */
  readonly domain?: string;
  /** Host of the record's website where that is another than its domain: it identifies nothing, but may be suppressed. */
  readonly websiteHost?: string;
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
 * Reads a company number out of our id or a bare register number, as people write it (`sc 12345`).
 *
 * Forms of the register: eight digits; two letters and six digits (SC123456, OC, NI, FC, CE …); the old Northern Irish
 * R0 and six digits; societies with a letter at the end (IP19198R).
 *
 * @returns the number in upper case with its 8 characters; undefined when the text is none
 */
export function companyNumberOfId(id: string): string | undefined {
  const text = id.trim().replace(/^gb-/i, '').replace(/\s+/g, '').toUpperCase();
  if (/^\d{1,8}$/.test(text)) return text.padStart(8, '0');
  if (/^R0\d{6}$/.test(text) || /^[A-Z]{2}\d{5}[A-Z]$/.test(text)) return text;
  const [, prefix, digits] = /^([A-Z]{2})(\d{4,6})$/.exec(text) ?? [];
  return prefix !== undefined && digits !== undefined ? `${prefix}${digits.padStart(6, '0')}` : undefined;
}
