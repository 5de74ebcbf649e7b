type Json = Readonly<Record<string, unknown>>;

/** What the local Companies House holds about one company, as its API shows it. */
export interface CompanyFile {
  /** Body of `GET /company/{number}`; `company_number` and `company_name` at least. */
  readonly profile: Json & { readonly company_number: string; readonly company_name: string };
  readonly officers: readonly Json[];
  /** Newest first. */
  readonly filings: readonly Json[];
  readonly charges: readonly (Json & { readonly status: 'outstanding' | 'part-satisfied' | 'fully-satisfied' })[];
  readonly insolvencyCases: readonly Json[];
}

/** Body of one resource of a company; undefined where the API answers "not found", as it does for empty lists. */
export function readResource(file: CompanyFile, resource: string, page: Page): object | undefined {
  const { officers, filings, charges, insolvencyCases } = file;
  switch (resource) {
    case '':
      return { ...file.profile, has_charges: charges.length > 0, has_insolvency_history: insolvencyCases.length > 0 };
    case 'officers':
      return officers.length === 0 ? undefined : { ...pageOf(officers, page), total_results: officers.length };
    case 'filing-history':
      return { ...pageOf(filings, page), total_count: filings.length };
    case 'charges':
      return charges.length === 0 ? undefined : { ...pageOf(charges, page), ...countCharges(charges) };
    case 'insolvency':
      return insolvencyCases.length === 0 ? undefined : { cases: insolvencyCases };
    default:
      return undefined;
  }
}

/** Part of a list. */
export interface Page {
  readonly startIndex: number;
  readonly itemsPerPage: number;
}

function pageOf(items: readonly Json[], { startIndex, itemsPerPage }: Page): Json {
  return {
    items: items.slice(startIndex, startIndex + itemsPerPage),
    items_per_page: itemsPerPage,
    start_index: startIndex,
  };
}

function countCharges(charges: CompanyFile['charges']): Json {
  const countOf = (wanted: string) => charges.filter(({ status }) => status === wanted).length;
  return {
    total_count: charges.length,
    satisfied_count: countOf('fully-satisfied'),
    part_satisfied_count: countOf('part-satisfied'),
  };
}
