import pg from 'pg';
import { makeCompanyRegister } from '../backend/src/adapters/register/company-register.ts';
import type { CompanyRegister } from '../backend/src/ports/company-register.ts';
import type { Figure } from './figure.ts';
import { makeRandom, type Random } from './random.ts';
import { percentilesOf } from './statistics.ts';

const SEED = 7;
const WARM_UPS = 200;
/** As the product asks for them. */
const CANDIDATE_LIMIT = 20;

interface Target {
  readonly number: string;
  readonly name: string;
}

/** Times the register's search for names as they are, as they were, and as people mistype them; one search at a time. */
export async function measureSearch(input: {
  readonly databaseUrl: string;
  readonly searches: number;
}): Promise<readonly Figure[]> {
  const pool = new pg.Pool({ connectionString: input.databaseUrl, max: 1 });
  try {
    const register = makeCompanyRegister(pool);
    const random = makeRandom(SEED);
    const present = await readTargets(pool, 'name', 'true', input.searches);
    const previous = await readTargets(pool, `previous_names->0->>'name'`, `previous_keys <> '{}'`, input.searches);
    const mistyped = present.map((target) => ({ ...target, name: mistype(target.name, random) }));
    await searchAll(register, present.slice(0, WARM_UPS));
    return [
      toFigure('present name', await searchAll(register, present)),
      toFigure('previous name', await searchAll(register, previous)),
      toFigure('one slip of the pen', await searchAll(register, mistyped)),
    ];
  } finally {
    await pool.end();
  }
}

async function readTargets(pool: pg.Pool, name: string, condition: string, limit: number): Promise<readonly Target[]> {
  const { rows } = await pool.query<Target>(
    `SELECT company_number AS number, ${name} AS name FROM register_companies WHERE ${condition}
     ORDER BY md5(company_number) LIMIT $1`,
    [limit],
  );
  return rows;
}

async function searchAll(register: CompanyRegister, targets: readonly Target[]) {
  const times: number[] = [];
  let found = 0;
  for (const { number, name } of targets) {
    const startedMs = performance.now();
    const candidates = await register.findCandidates({ name }, CANDIDATE_LIMIT);
    times.push(performance.now() - startedMs);
    if (candidates.some(({ companyNumber }) => companyNumber === number)) found += 1;
  }
  return { times, foundShare: found / targets.length };
}

function toFigure(kind: string, { times, foundShare }: Awaited<ReturnType<typeof searchAll>>): Figure {
  const { n, ...values } = percentilesOf(times);
  const share = `the company is among the ${CANDIDATE_LIMIT} candidates in ${(foundShare * 100).toFixed(1)} %`;
  return {
    metric: `register search: ${kind}`,
    bar: null,
    unit: 'ms',
    values,
    isMet: null,
    note: `${n} searches; ${share}`,
  };
}

/** Drops, doubles, swaps or replaces one letter. */
function mistype(name: string, random: Random): string {
  const at = 1 + random.below(Math.max(1, name.length - 2));
  const [letter, next] = [name[at] ?? '', name[at + 1] ?? ''];
  const slips = [
    name.slice(0, at) + name.slice(at + 1),
    name.slice(0, at) + letter + name.slice(at),
    name.slice(0, at) + next + letter + name.slice(at + 2),
    `${name.slice(0, at)}X${name.slice(at + 1)}`,
  ];
  return random.pick(slips);
}
