import type { PreviousName } from '../../domain/company/register-company.ts';
import type { IsoDate } from '../../domain/time.ts';
import { BULK_COLUMNS, type BulkColumn, type BulkLayout } from './bulk-columns.ts';
import { BadCell, readCompanyNumber, readCount, readDay, readName, readText } from './bulk-values.ts';

/** One row of a bulk file with its cells understood; null where the file lacks the column or the cell is empty. */
export interface BulkRow {
  readonly companyNumber: string;
  readonly name: string;
  readonly status: string | null;
  readonly companyCategory: string | null;
  readonly countryOfOrigin: string | null;
  readonly incorporatedOn: IsoDate | null;
  readonly dissolvedOn: IsoDate | null;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly town: string | null;
  readonly county: string | null;
  readonly country: string | null;
  readonly postcode: string | null;
  /** As written; empty for `None Supplied`. */
  readonly sicCodes: readonly string[] | null;
  readonly accountsCategory: string | null;
  readonly accountsNextDueOn: IsoDate | null;
  readonly accountsLastMadeUpTo: IsoDate | null;
  readonly confirmationNextDueOn: IsoDate | null;
  readonly confirmationLastMadeUpTo: IsoDate | null;
  readonly chargesTotal: number | null;
  /** Outstanding and partly satisfied ones. */
  readonly chargesOutstanding: number | null;
  readonly previousNames: readonly PreviousName[] | null;
}

/**
 * Understands the cells of one record.
 *
 * @throws BadCell with the reason when the row cannot be trusted: one bad cell rejects the row, because a row read
 *   half would look like a company without those facts
 */
export function parseBulkRow(cells: readonly string[], layout: BulkLayout): BulkRow {
  if (cells.length !== layout.columnCount) {
    throw new BadCell(`${cells.length} columns where the header has ${layout.columnCount}`);
  }
  const cellOf = (column: BulkColumn): string | undefined => {
    const position = layout.at[column];
    return position === undefined ? undefined : cells[position];
  };
  const text = (column: BulkColumn): string | null => readText(cellOf(column), BULK_COLUMNS[column]);
  const day = (column: BulkColumn): IsoDate | null => readDay(cellOf(column), BULK_COLUMNS[column]);
  const count = (column: BulkColumn): number | null => readCount(cellOf(column), BULK_COLUMNS[column]);
  const companyNumber = readCompanyNumber(cellOf('companyNumber'));
  const name = readName(cellOf('name'), BULK_COLUMNS.name);
  if (name === null) throw new BadCell('CompanyName is empty');
  const outstanding = count('chargesOutstanding');
  const partSatisfied = count('chargesPartSatisfied');
  return {
    companyNumber,
    name,
    status: text('status'),
    companyCategory: text('companyCategory'),
    countryOfOrigin: text('countryOfOrigin'),
    incorporatedOn: day('incorporatedOn'),
    dissolvedOn: day('dissolvedOn'),
    line1: text('line1'),
    line2: text('line2'),
    town: text('town'),
    county: text('county'),
    country: text('country'),
    postcode: text('postcode'),
    sicCodes: readSicCodes(cells, layout),
    accountsCategory: text('accountsCategory')?.toUpperCase() ?? null,
    accountsNextDueOn: day('accountsNextDueOn'),
    accountsLastMadeUpTo: day('accountsLastMadeUpTo'),
    confirmationNextDueOn: day('confirmationNextDueOn'),
    confirmationLastMadeUpTo: day('confirmationLastMadeUpTo'),
    chargesTotal: count('chargesTotal'),
    chargesOutstanding: outstanding === null ? null : outstanding + (partSatisfied ?? 0),
    previousNames: readPreviousNames(cells, layout),
  };
}

/** Empty cells in every SIC column are unknown; the register writes `None Supplied` when it means none. */
function readSicCodes(cells: readonly string[], layout: BulkLayout): readonly string[] | null {
  const texts: string[] = [];
  for (const position of layout.sicCodes) {
    const text = readText(cells[position], 'SICCode.SicText');
    if (text !== null) texts.push(text);
  }
  if (texts.length === 0) return null;
  return texts.filter((text) => !/^none supplied$/i.test(text));
}

function readPreviousNames(cells: readonly string[], layout: BulkLayout): readonly PreviousName[] | null {
  if (layout.previousNames.length === 0) return null;
  const names: PreviousName[] = [];
  for (const position of layout.previousNames) {
    const name = readName(cells[position.name], 'PreviousName.CompanyName');
    if (name === null) continue;
    const changedOn = position.changedOn === undefined ? undefined : cells[position.changedOn];
    names.push({ name, changedOn: readDay(changedOn, 'PreviousName.CONDATE') });
  }
  return names;
}
