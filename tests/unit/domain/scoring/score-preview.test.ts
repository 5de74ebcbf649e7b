import { describe, expect, it } from 'vitest';
import type { ScoreRules } from '../../../../backend/src/domain/scoring/compute-score.ts';
import { type ScoreInput, scoreCompany } from '../../../../backend/src/domain/scoring/score-company.ts';
import { previewScores, type ScoredRecord } from '../../../../backend/src/domain/scoring/score-preview.ts';
import { goldenInput, known } from '../builders.ts';

const INDUSTRY = { field: 'industry', rule: 'must', values: ['62'] } as const;
const WEBSITE = { field: 'technology', rule: 'should', values: ['React', 'machine learning'] } as const;

const rulesOf = ({ icp, weights, coverageFloor }: ScoreInput): ScoreRules => ({ icp, weights, coverageFloor });

/** A record as its run left it: the score, and the facts that are stored apart from it. */
const recordOf = (input: ScoreInput, stored = input.facts, objectId = '1'): ScoredRecord => ({
  objectType: 'companies',
  objectId,
  companyName: `Company ${objectId}`,
  score: scoreCompany(input),
  asOf: input.asOf,
  facts: stored,
});

/** The same as scoring anew under the other rules, which a preview must equal. */
const scoredAnew = (input: ScoreInput, rules: ScoreRules) => {
  const { total, band } = scoreCompany({ ...input, ...rules });
  return { total, band };
};

describe('a preview of other rules', () => {
  it('says that nothing moves when the rules are the same', () => {
    const input = goldenInput({ icp: { criteria: [INDUSTRY] } });

    const preview = previewScores([recordOf(input)], rulesOf(input), rulesOf(input));

    expect(preview).toEqual({
      records: 1,
      up: 0,
      down: 0,
      gained: 0,
      lost: 0,
      moves: [],
      largest: [],
      unjudgedCriteria: 0,
    });
  });

  it.each([
    ['other weights', { weights: { financial: 0.1, growth: 0.7, engagement: 0.1, fit: 0.1 } }],
    ['another must', { icp: { criteria: [{ field: 'industry', rule: 'must', values: ['A'] }] } }],
    ['a must not', { icp: { criteria: [INDUSTRY, { field: 'age', rule: 'must_not', min: 5 }] } }],
    ['a higher floor', { coverageFloor: 0.9 }],
  ] satisfies [string, Partial<ScoreRules>][])('gives what scoring anew gives: %s', (_, changes) => {
    const input = goldenInput({
      icp: { criteria: [INDUSTRY] },
      weights: { financial: 0.35, growth: 0.05, engagement: 0.1, fit: 0.5 },
    });
    const after = { ...rulesOf(input), ...changes };

    const { largest } = previewScores([recordOf(input)], rulesOf(input), after);

    expect(largest).toMatchObject([
      { before: scoredAnew(input, rulesOf(input)), after: scoredAnew(input, after), companyName: 'Company 1' },
    ]);
  });

  it('keeps the caps of the company itself and drops those of the profile before', () => {
    const facts = { ...goldenInput().facts, status: known('Active - Proposal to Strike off') };
    const unwanted = { field: 'age', rule: 'must_not', min: 5 } as const;
    const input = goldenInput({ facts, icp: { criteria: [INDUSTRY, unwanted] } });
    const after = { ...rulesOf(input), icp: { criteria: [INDUSTRY] } };

    const { largest } = previewScores([recordOf(input)], rulesOf(input), after);

    expect(largest).toMatchObject([{ before: { total: 20 }, after: { total: 25 } }]);
  });

  it('counts ups, downs, what comes and goes, and moves between bands; most first', () => {
    const good = goldenInput({ icp: { criteria: [INDUSTRY] } });
    const other = goldenInput({
      icp: { criteria: [INDUSTRY] },
      facts: { ...good.facts, sicCodes: known([{ code: '56101', description: 'Restaurants' }]) },
    });
    const thin = goldenInput({ facts: { incorporatedOn: known('2018-05-01') }, icp: { criteria: [INDUSTRY] } });
    const records = [
      recordOf(good),
      recordOf(other, other.facts, '2'),
      recordOf(other, other.facts, '3'),
      recordOf(thin, thin.facts, '4'),
    ];
    const after = {
      ...rulesOf(good),
      coverageFloor: 0.01,
      icp: { criteria: [{ field: 'industry', rule: 'must', values: ['56'] } as const] },
    };

    const preview = previewScores(records, rulesOf(good), after);

    expect(preview).toMatchObject({ records: 4, up: 2, down: 1, gained: 1, lost: 0 });
    expect(preview.moves[0]).toMatchObject({ from: 'cold', records: 2 });
    expect(preview.moves).toContainEqual({ from: null, to: expect.any(String), records: 1 });
    expect(preview.largest).toHaveLength(4);
  });

  it('names five records at most, those that move most', () => {
    const input = goldenInput({ icp: { criteria: [INDUSTRY] } });
    const records = ['1', '2', '3', '4', '5', '6'].map((id) => recordOf(input, input.facts, id));
    const after = { ...rulesOf(input), icp: { criteria: [{ ...INDUSTRY, rule: 'must_not' as const }] } };

    expect(previewScores(records, rulesOf(input), after).largest).toHaveLength(5);
  });
});

describe('what only the score still tells', () => {
  const scored = goldenInput({
    facts: { ...goldenInput().facts, websiteWords: known(['react', 'uk']), employees: known(30) },
    icp: { criteria: [WEBSITE, { field: 'size', rule: 'should', min: 20, max: 40 }] },
    weights: { financial: 0.3, growth: 0.1, engagement: 0.1, fit: 0.5 },
  });
  const { websiteWords: _words, employees: _employees, ...stored } = scored.facts;

  it('is read back: words that were searched for, and employees', () => {
    const after = { ...rulesOf(scored), weights: { financial: 0.6, growth: 0.1, engagement: 0.1, fit: 0.2 } };

    const preview = previewScores([recordOf(scored, stored)], rulesOf(scored), after);

    expect(preview.largest).toMatchObject([
      { before: scoredAnew(scored, rulesOf(scored)), after: scoredAnew(scored, after) },
    ]);
  });

  it('is not guessed for words that nobody searched for: the criterion is left out and counted', () => {
    const wanted = { field: 'technology', rule: 'must', values: ['COBOL'] } as const;
    const after = { ...rulesOf(scored), icp: { criteria: [...scored.icp.criteria, wanted] } };

    const preview = previewScores([recordOf(scored, stored)], rulesOf(scored), after);

    expect(preview).toMatchObject({ unjudgedCriteria: 1, up: 0, down: 0, lost: 0 });
  });

  it('a website that has an unwanted word still has it', () => {
    const unwanted = { field: 'technology', rule: 'must_not', values: ['react'] } as const;
    const input = { ...scored, icp: { criteria: [unwanted] } };
    const after = { ...rulesOf(input), coverageFloor: 0.34 };

    const preview = previewScores([recordOf(input, stored)], rulesOf(input), after);

    expect(preview).toMatchObject({ up: 0, down: 0, moves: [] });
  });
});
