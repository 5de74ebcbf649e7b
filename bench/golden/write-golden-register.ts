import { OFFICIAL_HEADER } from '../generate-register.ts';
import type { GoldenCompany } from './golden-register.ts';

const COLUMNS = OFFICIAL_HEADER.split(',').map((name) => name.trim());

/** The companies as a file of the Companies House bulk product, so that they come in through the product's own importer. */
export function writeGoldenRegister(companies: readonly GoldenCompany[]): string {
  return `${[OFFICIAL_HEADER, ...companies.map(toLine)].join('\n')}\n`;
}

function toLine(company: GoldenCompany): string {
  const previous = company.previousNames.flatMap((name, index) => [
    [`PreviousName_${index + 1}.CONDATE`, '01/02/2019'],
    [`PreviousName_${index + 1}.CompanyName`, name],
  ]);
  const cells: Readonly<Record<string, string>> = {
    CompanyName: `${company.base} ${company.form}`,
    CompanyNumber: company.companyNumber,
    'RegAddress.AddressLine1': company.line1,
    'RegAddress.AddressLine2': company.line2,
    'RegAddress.PostTown': company.town,
    'RegAddress.County': company.county,
    'RegAddress.PostCode': company.postcode,
    CompanyStatus: company.status,
    DissolutionDate: company.dissolvedOn,
    IncorporationDate: '01/06/2012',
    ...Object.fromEntries(previous),
  };
  return COLUMNS.map((name) => `"${cells[name] ?? ''}"`).join(',');
}
