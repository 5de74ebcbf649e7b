import { AppError } from '../../domain/errors.ts';

/**
 * The columns of the Companies House "Free Company Data Product" that the register holds, by header name.
 * Source: https://resources.companieshouse.gov.uk/toolsToHelp/pdf/freeDataProductDataset.pdf
 */
export const BULK_COLUMNS = {
  name: 'CompanyName',
  companyNumber: 'CompanyNumber',
  line1: 'RegAddress.AddressLine1',
  line2: 'RegAddress.AddressLine2',
  town: 'RegAddress.PostTown',
  county: 'RegAddress.County',
  country: 'RegAddress.Country',
  postcode: 'RegAddress.PostCode',
  companyCategory: 'CompanyCategory',
  status: 'CompanyStatus',
  countryOfOrigin: 'CountryOfOrigin',
  dissolvedOn: 'DissolutionDate',
  incorporatedOn: 'IncorporationDate',
  accountsNextDueOn: 'Accounts.NextDueDate',
  accountsLastMadeUpTo: 'Accounts.LastMadeUpDate',
  accountsCategory: 'Accounts.AccountCategory',
  chargesTotal: 'Mortgages.NumMortCharges',
  chargesOutstanding: 'Mortgages.NumMortOutstanding',
  chargesPartSatisfied: 'Mortgages.NumMortPartSatisfied',
  confirmationNextDueOn: 'ConfStmtNextDueDate',
  confirmationLastMadeUpTo: 'ConfStmtLastMadeUpDate',
} as const;

export type BulkColumn = keyof typeof BULK_COLUMNS;

const SIC_COLUMNS = [1, 2, 3, 4].map((n) => `SICCode.SicText_${n}`);
const MOST_PREVIOUS_NAMES = 10;

/** Where one file has its columns; absent members and `undefined` positions are columns that it lacks. */
export interface BulkLayout {
  readonly columnCount: number;
  readonly at: Readonly<Partial<Record<BulkColumn, number>>>;
  readonly sicCodes: readonly number[];
  readonly previousNames: readonly { readonly name: number; readonly changedOn: number | undefined }[];
}

/**
 * Finds the columns by header name: official files carry blanks before some names, reduced files lack most columns.
 *
 * @throws AppError `invalid_input` when this is not a company file (no `CompanyName` or `CompanyNumber`)
 */
export function readBulkLayout(header: readonly string[], fileName: string): BulkLayout {
  const positions = new Map(header.map((name, position) => [name.trim().toLowerCase(), position]));
  const find = (name: string): number | undefined => positions.get(name.toLowerCase());
  const at: Partial<Record<BulkColumn, number>> = {};
  for (const [column, name] of Object.entries(BULK_COLUMNS)) {
    const position = find(name);
    if (position !== undefined) at[column as BulkColumn] = position;
  }
  const missing = (['name', 'companyNumber'] as const).filter((column) => at[column] === undefined);
  if (missing.length > 0) {
    throw new AppError(
      'invalid_input',
      `${fileName} is not a Companies House company file: its first line has no ${missing
        .map((column) => BULK_COLUMNS[column])
        .join(' and no ')} column. Use the Free Company Data Product or a file with its header names.`,
    );
  }
  return {
    columnCount: header.length,
    at,
    sicCodes: SIC_COLUMNS.map(find).filter((position) => position !== undefined),
    previousNames: findPreviousNames(find),
  };
}

function findPreviousNames(find: (name: string) => number | undefined): BulkLayout['previousNames'] {
  return Array.from({ length: MOST_PREVIOUS_NAMES }, (_, index) => ({
    name: find(`PreviousName_${index + 1}.CompanyName`),
    changedOn: find(`PreviousName_${index + 1}.CONDATE`),
  })).flatMap(({ name, changedOn }) => (name === undefined ? [] : [{ name, changedOn }]));
}
