import { describe, expect, it } from 'vitest';
import type { Score, ScorePart } from '../../../backend/src/domain/scoring/score.ts';
import { explainScore } from '../../../scripts/smartsync/explain-score.ts';

const factor = (points: number, maxPoints: number) => ({
  name: 'age',
  label: 'Age',
  value: '8 years',
  points,
  maxPoints,
  reason: 'Incorporated on 1 June 2018',
  evidence: ['e1'],
  observedAt: '2026-11-01',
});
const UNKNOWN: ScorePart = { value: null, coverage: 0, weight: 0, factors: [] };

/** Two parts that add up to 0.75 × 80 + 0.25 × 50 = 72.5, shown as 73. */
const score = (members: Partial<Score> = {}): Score => ({
  total: 73,
  band: 'warm',
  coverage: 0.4,
  model: 'oppspot-score 1.0.0',
  parts: {
    financial: { value: 80, coverage: 1, weight: 0.75, factors: [factor(8, 10)] },
    growth: { value: 50, coverage: 1, weight: 0.25, factors: [factor(5, 10)] },
    engagement: UNKNOWN,
    fit: UNKNOWN,
  },
  gates: [],
  wouldChange: [{ change: 'Accounts filed', deltaPoints: 7 }],
  ...members,
});
const explain = (members?: Partial<Score>) => explainScore(score(members)).join('\n');

describe('explaining a score', () => {
  it('goes from points to parts to the total, and says what would raise it', () => {
    const text = explain();

    expect(text).toContain('SCORE  73 of 100, warm; 40.0 % of what the model asks for is known');
    expect(text).toMatch(/8 of 10 {2}Age: 8 years\. Incorporated on 1 June 2018\. As of 2026-11-01 \[e1\]/);
    expect(text).toMatch(/Financial +0\.7500 × 80\.000 = +60\.000/);
    expect(text).toMatch(/Sum +72\.500, rounded 73\n {4}Total 73/);
    expect(text).toContain('+7  Accounts filed');
    expect(text).toContain('Engagement: unknown, left out');
  });

  it('shows a gate between the sum and the total', () => {
    const text = explain({ total: 10, band: 'cold', gates: [{ name: 'liquidation', cap: 10 }] });

    expect(text).toMatch(/rounded 73\n {4}Held down to 10 by liquidation\n {4}Total 10/);
  });

  it('gives no total where too little is known, but shows what is', () => {
    const text = explain({ total: null, band: null, coverage: 0.2, wouldChange: [] });

    expect(text).toContain('SCORE  none: 20.0 % of what the model asks for is known, which is too little');
    expect(text).toContain('How it would add up, were enough known');
    expect(text).not.toContain('    Total');
  });

  it('says so when stored points and stored total disagree', () => {
    expect(explain({ total: 74 })).toContain('The stored total is 74: this does not add up');
  });
});
