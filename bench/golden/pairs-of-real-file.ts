import { splitCsvLine } from '../../backend/src/adapters/register/split-csv-line.ts';
import type { GoldenPair } from './golden-pair.ts';
import { titleCase } from './golden-pair.ts';

/**
 * Makes one pair of each row of a real bulk file: the name as people type it, with the registered place.
 *
 * Real names are stranger than generated ones: they begin with digits and signs, and their addresses slip by a line.
 */
export function pairsOfRealFile(csv: string): readonly GoldenPair[] {
  const [header = '', ...lines] = csv.trim().split(/\r?\n/);
  const columns = cellsOf(header);
  const cell = (cells: readonly string[], name: string) => cells[columns.indexOf(name)] ?? '';
  return lines.map((line, index) => {
    const cells = cellsOf(line);
    const name = cell(cells, 'CompanyName');
    const typed =
      index % 2 === 0 ? titleCase(name.replace(/ LIMITED$/, ' LTD')) : name.replace(/ (LIMITED|LTD)\.?$/, '');
    const city = cell(cells, 'RegAddress.PostTown');
    const zip = cell(cells, 'RegAddress.PostCode');
    const place = { ...(city ? { city: titleCase(city) } : {}), ...(zip && index % 3 > 0 ? { zip } : {}) };
    return {
      variant: 'real company, name as people type it',
      record: { type: 'company', values: { name: typed, ...place } },
      truth: { kind: 'company', companyNumber: cell(cells, 'CompanyNumber') },
    };
  });
}

function cellsOf(line: string): readonly string[] {
  const cells = splitCsvLine(line);
  if (typeof cells === 'string') throw new Error(`a row of the real file cannot be split: ${line}`);
  return cells;
}
