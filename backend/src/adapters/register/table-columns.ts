import { normaliseCompanyName } from '../../domain/company/normalise-company-name.ts';
import type { IsoDate } from '../../domain/time.ts';
import type { BulkLayout } from './bulk-columns.ts';
import type { CopyValue } from './copy-text.ts';
import type { BulkRow } from './parse-bulk-row.ts';

/** One column of `register_companies` that a bulk row fills. */
interface FactColumn {
  readonly column: string;
  readonly read: (row: BulkRow) => CopyValue;
  /** Whether a file of this layout says anything about it. */
  readonly isIn: (layout: BulkLayout) => boolean;
}

const plain = (column: string, key: keyof BulkLayout['at'] & keyof BulkRow): FactColumn => ({
  column,
  // The keys that both know hold text, days and counts; lists have their own columns below.
  read: (row) => row[key],
  isIn: (layout) => layout.at[key] !== undefined,
});

/** The columns that state facts, in the order in which they are copied. */
export const FACT_COLUMNS: readonly FactColumn[] = [
  plain('name', 'name'),
  { column: 'name_key', read: (row) => normaliseCompanyName(row.name), isIn: () => true },
  plain('status', 'status'),
  plain('company_category', 'companyCategory'),
  plain('country_of_origin', 'countryOfOrigin'),
  plain('incorporated_on', 'incorporatedOn'),
  plain('dissolved_on', 'dissolvedOn'),
  plain('office_line1', 'line1'),
  plain('office_line2', 'line2'),
  plain('office_town', 'town'),
  plain('office_county', 'county'),
  plain('office_country', 'country'),
  plain('office_postcode', 'postcode'),
  { column: 'sic_codes', read: (row) => row.sicCodes, isIn: (layout) => layout.sicCodes.length > 0 },
  plain('accounts_category', 'accountsCategory'),
  plain('accounts_next_due_on', 'accountsNextDueOn'),
  plain('accounts_last_made_up_to', 'accountsLastMadeUpTo'),
  plain('confirmation_next_due_on', 'confirmationNextDueOn'),
  plain('confirmation_last_made_up_to', 'confirmationLastMadeUpTo'),
  plain('charges_total', 'chargesTotal'),
  plain('charges_outstanding', 'chargesOutstanding'),
  {
    column: 'previous_names',
    read: (row) => (row.previousNames === null ? null : JSON.stringify(row.previousNames)),
    isIn: (layout) => layout.previousNames.length > 0,
  },
  {
    column: 'previous_keys',
    read: (row) => row.previousNames?.map(({ name }) => normaliseCompanyName(name)) ?? null,
    isIn: (layout) => layout.previousNames.length > 0,
  },
];

/** Every column that a new row is copied into. */
export const COPIED_COLUMNS: readonly string[] = [
  'company_number',
  ...FACT_COLUMNS.map(({ column }) => column),
  'snapshot_on',
  'oldest_fact_on',
  'line_hash',
];

/** The values of those columns for one row of a file. */
export function toCopiedValues(row: BulkRow, lineHash: string, snapshotOn: IsoDate): readonly CopyValue[] {
  return [row.companyNumber, ...FACT_COLUMNS.map(({ read }) => read(row)), snapshotOn, snapshotOn, lineHash];
}
