import { describe, expect, it } from 'vitest';
import { makeGoldenSet, VARIANTS } from '../../../bench/golden/make-golden-set.ts';
import { calibrationOf, outcomeOf, wilsonInterval } from '../../../bench/golden/match-figures.ts';
import type { JudgedPair } from '../../../bench/golden/run-golden-set.ts';
import { registerCompany } from '../domain/builders.ts';

const row = registerCompany();
const company = {
  id: `gb-${row.companyNumber}`,
  name: row.name,
  companyNumber: row.companyNumber,
  domain: null,
  status: 'Active',
};
const candidate = { ...company, confidence: 0.95, reasons: [], town: null, postcode: null };
const shown = { confidence: 0.95, reasons: [], candidates: [candidate] };
const record = { type: 'company', values: { name: row.name } } as const;

const judged = (truth: JudgedPair['truth'], kind: 'accepted' | 'needs_review'): JudgedPair => ({
  variant: 'any',
  record,
  truth,
  decision: kind === 'accepted' ? { kind, company, row, ...shown } : { kind, ...shown },
});
const meant = { kind: 'company', companyNumber: row.companyNumber } as const;

describe('the interval of a share', () => {
  it('is that of Wilson', () => {
    const [low, high] = wilsonInterval(81, 263);

    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.2553', '0.3662']);
  });

  it('stays below one when nothing was wrong, and says nothing when nothing was counted', () => {
    expect(wilsonInterval(381, 381)[0]).toBeCloseTo(0.99, 3);
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });
});

describe('an outcome', () => {
  it('is right for the company meant alone', () => {
    expect(outcomeOf(judged(meant, 'accepted'))).toBe('accepted right');
    expect(outcomeOf(judged({ kind: 'company', companyNumber: '00000001' }, 'accepted'))).toBe('accepted wrong');
  });

  it('is wrong for any company where the record means none, or cannot be told', () => {
    expect(outcomeOf(judged({ kind: 'none' }, 'accepted'))).toBe('accepted wrong');
    expect(outcomeOf(judged({ kind: 'ambiguous' }, 'accepted'))).toBe('accepted wrong');
  });

  it('tells whether the rep sees the company meant', () => {
    expect(outcomeOf(judged(meant, 'needs_review'))).toBe('rep, company shown');
    expect(outcomeOf(judged({ kind: 'company', companyNumber: '00000001' }, 'needs_review'))).toBe(
      'rep, company not shown',
    );
  });
});

it('calibration compares the stated confidence with the share that was right', () => {
  const bins = calibrationOf([judged(meant, 'accepted'), judged({ kind: 'none' }, 'accepted')]);

  expect(bins).toEqual([{ from: 0.9, to: 0.96, pairs: 2, stated: 0.95, right: 0.5 }]);
});

describe('the golden set', () => {
  const input = { seed: 5, pairsPerVariant: 2, bystanders: 3 };

  it('is the same for the same seed', () => {
    expect(makeGoldenSet(input)).toEqual(makeGoldenSet(input));
    expect(makeGoldenSet(input)).not.toEqual(makeGoldenSet({ ...input, seed: 6 }));
  });

  it('has every variant, each with a name of its own, and knows the company of each pair that means one', () => {
    const { companies, pairs } = makeGoldenSet(input);
    const numbers = new Set(companies.map(({ companyNumber }) => companyNumber));
    const strangers = pairs.filter(({ truth }) => truth.kind === 'company' && !numbers.has(truth.companyNumber));

    expect(pairs).toHaveLength(2 * new Set(VARIANTS.map(({ name }) => name)).size);
    expect(numbers.size).toBe(companies.length);
    expect(strangers).toEqual([]);
  });
});
