import { expect, it } from 'vitest';
import { makeCompanyRegister } from '../../../backend/src/adapters/register/company-register.ts';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import { makeGoldenSet, VARIANTS } from '../../../bench/golden/make-golden-set.ts';
import { outcomeOf, tallyOf } from '../../../bench/golden/match-figures.ts';
import { runGoldenSet } from '../../../bench/golden/run-golden-set.ts';
import { writeGoldenRegister } from '../../../bench/golden/write-golden-register.ts';
import { prepareRegister } from './register-fixture.ts';

const fixture = prepareRegister();
const PAIRS_PER_VARIANT = 8;

it('accepts no wrong company in a sample of every variant, still accepts what is clear, and shows the rep the rest', async () => {
  const set = makeGoldenSet({ seed: 20_261_123, pairsPerVariant: PAIRS_PER_VARIANT, bystanders: 300 });
  const { rejects } = await fixture.load(fixture.write('golden.csv', writeGoldenRegister(set.companies)));
  const { autoAcceptConfidence } = defaultPortalSettings().matching;

  const judged = await runGoldenSet(makeCompanyRegister(fixture.pool()), set.pairs, autoAcceptConfidence);

  const wrong = judged.filter((pair) => outcomeOf(pair) === 'accepted wrong');
  const { byOutcome } = tallyOf(judged.filter(({ truth }) => truth.kind === 'company'));
  expect(rejects).toEqual([]);
  expect(judged).toHaveLength(VARIANTS.length * PAIRS_PER_VARIANT);
  expect(wrong.map(({ variant, record }) => [variant, record.values])).toEqual([]);
  expect(byOutcome['accepted right']).toBeGreaterThanOrEqual(15 * PAIRS_PER_VARIANT);
  expect(byOutcome['rep, company shown']).toBeGreaterThan(4 * byOutcome['rep, company not shown']);
});
