import type { CompanyTexts } from '../domain/enrichment/company-texts.ts';

/** What was written for a hash of inputs: validated texts, or that the model gave none that may be used. */
export type StoredTexts = { readonly kind: 'written'; readonly texts: CompanyTexts } | { readonly kind: 'refused' };

/** Texts about companies, kept under the hash of all that they were made from. */
export interface CompanyTextStore {
  /** undefined: never asked for these inputs. */
  find(organizationId: string, inputHash: string): Promise<StoredTexts | undefined>;
  /** The last one saved counts. */
  save(input: {
    readonly organizationId: string;
    readonly inputHash: string;
    readonly texts: StoredTexts;
  }): Promise<void>;
}
