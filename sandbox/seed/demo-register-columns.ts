const numbered = (count: number, column: (n: number) => readonly string[]): readonly string[] =>
  Array.from({ length: count }, (_, index) => column(index + 1)).flat();

const under = (group: string, names: string): readonly string[] => names.split(' ').map((name) => `${group}.${name}`);

/** The 55 columns of the Companies House bulk file in their order. Source: freeDataProductDataset.pdf of Companies House. */
export const REGISTER_COLUMNS: readonly string[] = [
  ...['CompanyName', 'CompanyNumber'],
  ...under('RegAddress', 'CareOf POBox AddressLine1 AddressLine2 PostTown County Country PostCode'),
  ...['CompanyCategory', 'CompanyStatus', 'CountryOfOrigin', 'DissolutionDate', 'IncorporationDate'],
  ...under('Accounts', 'AccountRefDay AccountRefMonth NextDueDate LastMadeUpDate AccountCategory'),
  ...under('Returns', 'NextDueDate LastMadeUpDate'),
  ...under('Mortgages', 'NumMortCharges NumMortOutstanding NumMortPartSatisfied NumMortSatisfied'),
  ...numbered(4, (n) => [`SICCode.SicText_${n}`]),
  ...under('LimitedPartnerships', 'NumGenPartners NumLimPartners'),
  'URI',
  ...numbered(10, (n) => [`PreviousName_${n}.CONDATE`, `PreviousName_${n}.CompanyName`]),
  ...['ConfStmtNextDueDate', 'ConfStmtLastMadeUpDate'],
];

/** One row by column name; what is missing is empty, which means unknown. */
export type RegisterCells = Readonly<Record<string, string>>;

/** Rows as the bulk file writes them. */
export function formatRegisterCsv(rows: readonly RegisterCells[]): string {
  const line = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  const lines = rows.map((row) => line(REGISTER_COLUMNS.map((column) => row[column] ?? '')));
  return `${REGISTER_COLUMNS.join(',')}\n${lines.join('\n')}\n`;
}
