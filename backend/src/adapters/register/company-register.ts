import DataLoader from 'dataloader';
import type { QueryResultRow } from 'pg';
import { companyNumberOfId } from '../../domain/company/company.ts';
import { normaliseCompanyName } from '../../domain/company/normalise-company-name.ts';
import type { RegisterCompany } from '../../domain/company/register-company.ts';
import type { CompanyRegister } from '../../ports/company-register.ts';
import { toRegisterError } from './errors.ts';
import { NEIGHBOURS_A_SIDE, type Neighbour, positionsToTry } from './name-neighbours.ts';
import { nameVariantsOf } from './name-variants.ts';
import { isNear, orderByNearness } from './order-by-nearness.ts';
import { ROW_COLUMNS, toRegisterCompany } from './register-row.ts';

/** Named, so that each connection plans it once. */
interface NamedQuery {
  readonly name: string;
  readonly text: string;
}

/** Where the register is read: a pool of node-postgres, or whatever else answers rows by the names of their columns. */
export interface RegisterReader {
  query<Row extends QueryResultRow>(query: NamedQuery & { values: unknown[] }): Promise<{ readonly rows: Row[] }>;
}

/**
 * The company register in our own table.
 *
 * Every look-up is a handful of descents in sorted indexes, so its time does not grow with the register: the number;
 * the equal key; an equal previous key; keys that go on after the name; and, when nothing is equal, the neighbours in
 * alphabetical order from the front and from the back, and every key one slip of the pen away that these do not rule out.
 *
 * @param database reads as a role that may read the three public tables; no tenant is needed
 */
export function makeCompanyRegister(database: RegisterReader): CompanyRegister {
  const read = async (doing: string, query: NamedQuery, values: readonly unknown[]): Promise<RegisterCompany[]> => {
    try {
      const { rows } = await database.query({ ...query, values: [...values] });
      return rows.map(toRegisterCompany);
    } catch (error) {
      throw toRegisterError(error, doing);
    }
  };
  const findNear = async (key: string): Promise<readonly RegisterCompany[]> => {
    const neighbours = await readNeighbours(database, key);
    const near = neighbours.filter((one) => isNear([one.key, ...one.previousKeys], key)).map(({ number }) => number);
    const positions = positionsToTry(key, neighbours);
    const variants = positions === undefined ? [] : nameVariantsOf(key, positions);
    if (near.length === 0 && variants.length === 0) return [];
    return read('looking for similar names', NEAREST, [near, variants.join('\n')]);
  };
  const equal = gatherLookUps(
    (question) => read('looking for a company', EQUAL, [question.number, question.key]),
    (questions) => readEqualOfAll(database, questions),
  );
  return {
    async findCandidates(identity, limit) {
      const number = identity.companyNumber === undefined ? undefined : companyNumberOfId(identity.companyNumber);
      const key = identity.name === undefined ? '' : normaliseCompanyName(identity.name);
      if (number === undefined && key === '') return [];
      const found = await equal.load({ number: number ?? null, key });
      const near = isAnyEqual(found, number, key) || key === '' ? [] : await findNear(key);
      return orderByNearness([...found, ...near], {
        companyNumber: number,
        key,
        town: identity.town,
        postcode: identity.postcode,
      }).slice(0, limit);
    },
    async readCompany(companyNumber) {
      const number = companyNumberOfId(companyNumber);
      if (number === undefined) return undefined;
      const [row] = await read('reading a company', BY_NUMBER, [number]);
      return row;
    },
    async readState() {
      try {
        const { rows } = await database.query<{ companies: number; snapshotOn: string | null }>({
          ...STATE,
          values: [],
        });
        return rows[0] ?? { companies: 0, snapshotOn: null };
      } catch (error) {
        throw toRegisterError(error, 'reading its state');
      }
    },
  };
}

/** What a company is looked up by; '' and null: not by that. */
interface LookUp {
  readonly number: string | null;
  readonly key: string;
}

/** What is looked up in one turn of the event loop, as the records of a bulk step do, is one statement. */
function gatherLookUps(
  readOne: (question: LookUp) => Promise<RegisterCompany[]>,
  readMany: (questions: readonly LookUp[]) => Promise<readonly RegisterCompany[][]>,
): Pick<DataLoader<LookUp, RegisterCompany[]>, 'load'> {
  return new DataLoader<LookUp, RegisterCompany[]>(
    async (questions) => {
      const [question] = questions;
      return questions.length === 1 && question !== undefined ? [await readOne(question)] : readMany(questions);
    },
    { cache: false, maxBatchSize: 300 },
  );
}

async function readEqualOfAll(
  database: RegisterReader,
  questions: readonly LookUp[],
): Promise<readonly RegisterCompany[][]> {
  const values = [questions.map(({ number }) => number), questions.map(({ key }) => key)];
  try {
    const { rows } = await database.query<{ place: number }>({ ...EQUAL_OF_ALL, values });
    const found = questions.map((): RegisterCompany[] => []);
    for (const row of rows) found[row.place - 1]?.push(toRegisterCompany(row));
    return found;
  } catch (error) {
    throw toRegisterError(error, 'looking for companies');
  }
}

const BY_NUMBER: NamedQuery = {
  name: 'register_by_number',
  text: `SELECT ${ROW_COLUMNS} FROM register_companies c WHERE c.company_number = $1`,
};

// Equal names are few (the register refuses them among the living); the limits of the function only guard against odd data.
const EQUAL: NamedQuery = {
  name: 'register_equal',
  text: `SELECT ${ROW_COLUMNS} FROM register_companies c
  WHERE c.company_number = ANY(ARRAY(SELECT smartsync_equal_companies($1, $2)))`,
};

const EQUAL_OF_ALL: NamedQuery = {
  name: 'register_equal_of_all',
  text: `SELECT asked.place::int AS place, ${ROW_COLUMNS}
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked(number, key, place)
  JOIN register_companies c ON c.company_number = ANY(ARRAY(SELECT smartsync_equal_companies(asked.number, asked.key)))`,
};

// Only what is needed to see who is near: of eighty neighbours a handful is.
const beside = (side: string, text: string, sign: '>=' | '<'): string =>
  `(SELECT '${side}' AS side, company_number AS number, name_key AS key, coalesce(previous_keys, '{}') AS "previousKeys"
    FROM register_companies WHERE ${text.replace('?', 'name_key')} ${sign} ${text.replace('?', '$1')}
    ORDER BY ${text.replace('?', 'name_key')}${sign === '<' ? ' DESC' : ''} LIMIT ${NEIGHBOURS_A_SIDE})`;

const NEIGHBOURS: NamedQuery = {
  name: 'register_neighbours',
  text: [
    beside('after', '?', '>='),
    beside('before', '?', '<'),
    beside('ends_after', 'reverse(?)', '>='),
    beside('ends_before', 'reverse(?)', '<'),
  ].join(' UNION ALL '),
};

// The variants come as one text: an array of a thousand is read and planned letter by letter.
const NEAREST: NamedQuery = {
  name: 'register_nearest',
  text: `SELECT ${ROW_COLUMNS} FROM register_companies c WHERE c.company_number IN (
  SELECT unnest($1::text[]) COLLATE "C"
  UNION (SELECT company_number FROM register_companies WHERE name_key = ANY(string_to_array($2, E'\\n')) LIMIT 100))`,
};

// Counting millions of rows takes a second; the planner's own estimate is good enough for "how large is it".
const STATE: NamedQuery = {
  name: 'register_state',
  text: `SELECT
  (SELECT CASE WHEN reltuples > 200000 THEN reltuples::int ELSE (SELECT count(*)::int FROM register_companies) END
   FROM pg_class WHERE oid = 'register_companies'::regclass) AS companies,
  (SELECT max(snapshot_on)::text FROM register_imports WHERE state = 'finished') AS "snapshotOn"`,
};

async function readNeighbours(database: RegisterReader, key: string): Promise<readonly Neighbour[]> {
  try {
    return (await database.query<Neighbour>({ ...NEIGHBOURS, values: [key] })).rows;
  } catch (error) {
    throw toRegisterError(error, 'looking for similar names');
  }
}

function isAnyEqual(rows: readonly RegisterCompany[], number: string | undefined, key: string): boolean {
  return rows.some((row) => row.companyNumber === number || normaliseCompanyName(row.name) === key);
}
