import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { importBulkFile } from '../../../backend/src/adapters/register/import-bulk-file.ts';

const COLUMNS = [
  'CompanyName',
  'CompanyNumber',
  'RegAddress.PostTown',
  'RegAddress.PostCode',
  'CompanyCategory',
  'CompanyStatus',
  'IncorporationDate',
  'Accounts.NextDueDate',
  'Accounts.AccountCategory',
  'Mortgages.NumMortCharges',
  'Mortgages.NumMortOutstanding',
  'SICCode.SicText_1',
  'ConfStmtNextDueDate',
] as const;

const SOFTWARE = '62012 - Business and domestic software development';
/** Companies of the register; every name is invented, as are the numbers (99…: never issued). */
const REGISTER = [
  [
    'KESTREL LOOM SOFTWARE LIMITED',
    '99100001',
    'LEEDS',
    'LS1 4AP',
    'Private Limited Company',
    'Active',
    '14/03/2016',
    '31/12/2099',
    'SMALL',
    '0',
    '0',
    SOFTWARE,
    '31/12/2099',
  ],
  [
    'SINKING BARGE LIMITED',
    '99100002',
    'HULL',
    'HU1 1AA',
    'Private Limited Company',
    'Liquidation',
    '02/02/2005',
    '31/12/2099',
    'FULL',
    '3',
    '2',
    SOFTWARE,
    '31/12/2099',
  ],
  [
    'COPPER FINCH LIMITED',
    '99100003',
    'BATH',
    'BA1 1AA',
    'Private Limited Company',
    'Active',
    '01/06/2012',
    '31/12/2099',
    'MICRO ENTITY',
    '0',
    '0',
    SOFTWARE,
    '31/12/2099',
  ],
  [
    'COPPER FINCH LIMITED',
    '99100004',
    'YORK',
    'YO1 7AA',
    'Private Limited Company',
    'Active',
    '01/06/2019',
    '31/12/2099',
    'MICRO ENTITY',
    '0',
    '0',
    SOFTWARE,
    '31/12/2099',
  ],
  [
    'BARE BONES LIMITED',
    '99100005',
    'DERBY',
    'DE1 1AA',
    'Private Limited Company',
    'Active',
    '01/06/2015',
    '',
    '',
    '',
    '',
    'None Supplied',
    '',
  ],
];

/** The register of the tests, through the product's own importer. */
export async function importRegister(databaseUrl: string): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'smartsync-register-'));
  const file = path.join(folder, 'register.csv');
  writeFileSync(file, [COLUMNS, ...REGISTER].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n'));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const ignored = () => {};
  const listener = { onStart: ignored, onIndex: ignored, onRows: ignored, onReject: ignored };
  await importBulkFile(
    client,
    { path: file, isComplete: false, snapshotOn: new Date().toISOString().slice(0, 10) },
    listener,
  );
  await client.end();
  rmSync(folder, { recursive: true });
}
