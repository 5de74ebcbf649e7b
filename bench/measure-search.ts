import pg from 'pg';
import { makeCompanyRegister } from '../backend/src/adapters/register/company-register.ts';
import type { Figure } from './figure.ts';
import { makeRandom } from './random.ts';
import { QUERY_KINDS, type Query, type Target } from './search-queries.ts';
import { percentilesOf } from './statistics.ts';

const SEED = 7;
const WARM_UPS = 200;
/** As the product asks for them. */
const CANDIDATE_LIMIT = 20;
const AT_ONCE = 8;
/** What a rep may wait for the candidates. */
const P95_BAR_MS = 30;
/** Of every kind of query, those that are asked on a connection of their own. */
const COLD_SHARE = 10;

interface Searched {
  readonly times: readonly number[];
  readonly asked: number;
  readonly found: number;
}

/**
 * Times the register's search for names as they are, as they were, as people mistype and shorten them, for common words
 * and for junk: one at a time, eight at once, and on connections that never searched before.
 *
 * @param input.searches how many of each kind
 */
export async function measureSearch(input: {
  readonly databaseUrl: string;
  readonly searches: number;
}): Promise<readonly Figure[]> {
  const pool = new pg.Pool({ connectionString: input.databaseUrl, max: AT_ONCE });
  try {
    const targets = await readTargets(pool, input.searches);
    const random = makeRandom(SEED);
    const kinds = QUERY_KINDS.map(({ name, make }) => ({ name, queries: targets.map((one) => make(one, random)) }));
    const mixed = targets.flatMap((_, index) => kinds.flatMap(({ queries }) => queries.slice(index, index + 1)));
    const cold = await searchCold(input.databaseUrl, mixed.slice(0, (mixed.length / COLD_SHARE) | 0));
    await searchAll(pool, mixed.slice(0, WARM_UPS), 1);
    const figures: Figure[] = [toFigure('each on a new connection, all kinds in turn', cold)];
    for (const { name, queries } of kinds) figures.push(toFigure(name, await searchAll(pool, queries, 1)));
    figures.push(toFigure(`${AT_ONCE} at once, all kinds in turn`, await searchAll(pool, mixed, AT_ONCE)));
    return figures;
  } finally {
    await pool.end();
  }
}

/** Companies that had another name, so that every kind can be asked of each; spread over the register. */
async function readTargets(pool: pg.Pool, count: number): Promise<readonly Target[]> {
  const { rows } = await pool.query<Target>(
    `SELECT company_number AS number, name, previous_names->0->>'name' AS "previousName", office_town AS town,
            office_postcode AS postcode
     FROM register_companies WHERE previous_keys <> '{}' ORDER BY md5(company_number) LIMIT $1`,
    [count],
  );
  return rows;
}

async function searchAll(pool: pg.Pool, queries: readonly Query[], atOnce: number): Promise<Searched> {
  const register = makeCompanyRegister(pool);
  const times: number[] = [];
  let found = 0;
  const waiting = queries.values();
  const searchRest = async (): Promise<void> => {
    for (const { identity, number } of waiting) {
      const startedMs = performance.now();
      const candidates = await register.findCandidates(identity, CANDIDATE_LIMIT);
      times.push(performance.now() - startedMs);
      if (candidates.some(({ companyNumber }) => companyNumber === number)) found += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, searchRest));
  return { times, asked: queries.filter(({ number }) => number !== null).length, found };
}

/** Nothing is planned and no catalogue is read when a connection is new. Connecting itself is not counted. */
async function searchCold(databaseUrl: string, queries: readonly Query[]): Promise<Searched> {
  const searched: Searched[] = [];
  for (const query of queries) {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
    await pool.query('SELECT 1');
    searched.push(await searchAll(pool, [query], 1));
    await pool.end();
  }
  return {
    times: searched.flatMap(({ times }) => times),
    asked: searched.reduce((sum, { asked }) => sum + asked, 0),
    found: searched.reduce((sum, { found }) => sum + found, 0),
  };
}

function toFigure(kind: string, { times, asked, found }: Searched): Figure {
  const { n, ...values } = percentilesOf(times);
  const share = `the company meant is among the ${CANDIDATE_LIMIT} candidates in ${((100 * found) / asked).toFixed(1)} %`;
  return {
    metric: `register search: ${kind}`,
    bar: `p95 ≤ ${P95_BAR_MS} ms`,
    unit: 'ms',
    values,
    isMet: values.p95 <= P95_BAR_MS,
    note: asked === 0 ? `${n} searches; no company is meant` : `${n} searches; ${share}`,
  };
}
