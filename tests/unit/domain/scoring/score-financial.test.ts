import { describe, expect, it } from 'vitest';
import type { CompanyFacts } from '../../../../backend/src/domain/company/company-facts.ts';
import { scoreFinancial } from '../../../../backend/src/domain/scoring/score-financial.ts';
import { AS_OF, known } from '../builders.ts';

function pointsOf(name: string, facts: CompanyFacts): number | undefined {
  return scoreFinancial(facts, AS_OF).factors.find((factor) => factor.name === name)?.points;
}

describe('the financial part', () => {
  it.each([
    ['2026-11-01', 20],
    ['2026-10-31', 8],
    ['2026-08-03', 8],
    ['2026-08-02', 0],
  ])('judges accounts due on %s at the date of the evidence: %d points', (due, points) => {
    expect(pointsOf('accounts_filing', { accountsNextDueOn: known(due) })).toBe(points);
  });

  it('does not know whether accounts were filed when the due date passed since evidence older than 45 days', () => {
    const facts = (observedOn: string, due: string) => ({ accountsNextDueOn: known(due, observedOn) });

    expect(pointsOf('accounts_filing', facts('2026-10-08', '2026-11-10'))).toBeUndefined();
    expect(pointsOf('accounts_filing', facts('2026-10-09', '2026-11-10'))).toBe(20);
    expect(pointsOf('accounts_filing', facts('2026-10-08', '2027-01-31'))).toBe(20);
    expect(pointsOf('accounts_filing', facts('2026-10-08', '2026-10-01'))).toBe(8);
  });

  it('knows nothing of accounts of a company younger than 21 months that filed none', () => {
    const none = known('NO ACCOUNTS FILED');
    const facts = (incorporatedOn: string) => ({
      accountsCategory: none,
      accountsNextDueOn: known('2027-01-01'),
      incorporatedOn: known(incorporatedOn),
    });

    expect(pointsOf('accounts_category', facts('2025-02-02'))).toBeUndefined();
    expect(pointsOf('accounts_filing', facts('2025-02-02'))).toBeUndefined();
    expect(pointsOf('accounts_category', facts('2025-02-01'))).toBe(0);
    expect(pointsOf('accounts_filing', facts('2025-02-01'))).toBe(20);
  });

  it.each([
    ['GROUP', 20],
    ['MEDIUM', 16],
    ['AUDIT EXEMPTION SUBSIDIARY', 14],
    ['TOTAL EXEMPTION FULL', 11],
    ['unaudited-abridged', 11],
    ['MICRO ENTITY', 6],
    ['INITIAL', 5],
    ['DORMANT', 0],
    ['ACCOUNTS TYPE NOT AVAILABLE', undefined],
  ])('gives the accounts category %s %s points', (category, points) => {
    expect(pointsOf('accounts_category', { accountsCategory: known(category) })).toBe(points);
  });

  it('counts only what is above a threshold as above it', () => {
    const netAssets = [0, 1, 250_000, 250_001, 1_000_001, 5_000_001];
    const turnovers = [250_000, 250_001, 1_000_001, 10_000_001, 50_000_001];

    expect(netAssets.map((pounds) => pointsOf('net_assets', { netAssetsGbp: known(pounds) }))).toEqual([
      0, 8, 8, 12, 16, 20,
    ]);
    expect(turnovers.map((pounds) => pointsOf('turnover', { turnoverGbp: known(pounds) }))).toEqual([3, 6, 10, 13, 15]);
    expect([0, 1, 2, 3].map((count) => pointsOf('charges', { chargesOutstanding: known(count) }))).toEqual([
      10, 6, 6, 3,
    ]);
  });
});
