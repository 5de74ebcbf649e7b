import { describe, expect, it } from 'vitest';
import { makeDisplay } from '../../hubspot-project/app/cards/words/display.ts';
import { scoreChangeInWords } from '../../hubspot-project/app/cards/words/score-change.ts';
import { scoreSchema } from '../../hubspot-project/contract/enrichment.ts';
import { scoreHistoryEntrySchema } from '../../hubspot-project/contract/score-history.ts';
import { buildCandidate, buildScore, type Some } from './builders.ts';

const display = makeDisplay('en-gb', 'Europe/London', false);
const match = { confidence: 1, reasons: [], company: buildCandidate(), candidates: [] };
const present = { match, score: scoreSchema.parse(buildScore({ asOf: '2026-11-23' })) };

/** By default the present score itself. */
const entry = (over: Some = {}) =>
  scoreHistoryEntrySchema.parse({
    companyNumber: '01234567',
    objectType: 'companies',
    objectId: '42',
    asOf: '2026-11-23',
    total: 74,
    coverage: 0.71,
    model: 'oppspot-score 1.0.0',
    parts: { financial: 84, growth: 70, engagement: null, fit: 100 },
    inputHash: null,
    ...over,
  });
const earlier = (over: Some = {}) => entry({ asOf: '2026-11-12', ...over });
const partsOf = (over: Some) => ({ financial: 84, growth: 70, engagement: null, fit: 100, ...over });

describe('the change of a score in words', () => {
  it('says nothing while there is no earlier score', () => {
    expect(scoreChangeInWords(display, present, [])).toBeNull();
    expect(scoreChangeInWords(display, present, [entry()])).toBeNull();
  });

  it('says nothing about scores of another company', () => {
    expect(scoreChangeInWords(display, present, [earlier({ companyNumber: '07654321', total: 12 })])).toBeNull();
  });

  it.each([
    [earlier({ total: 68, parts: partsOf({ growth: 60 }) }), 'Up 6 points since 12 Nov 2026 (68 to 74): growth +10.'],
    [earlier({ total: 75 }), 'Down 1 point since 12 Nov 2026 (75 to 74).'],
    [entry({ total: 70 }), 'Up 4 points since earlier today (70 to 74).'],
    [earlier(), 'The same score as on 12 Nov 2026.'],
    [
      earlier({ parts: partsOf({ engagement: 40, fit: null }) }),
      'The same score as on 12 Nov 2026, but engagement with you is unknown now, fit with your ideal customer is known now.',
    ],
    [earlier({ total: null }), 'There was no score on 12 Nov 2026: too little was known.'],
    [
      earlier({ total: 70, model: 'oppspot-score 0.9.0' }),
      'Up 4 points since 12 Nov 2026 (70 to 74). The rules of the score have changed since.',
    ],
  ])('compares with the newest earlier result: %#', (before, words) => {
    const older = earlier({ asOf: '2026-10-01', total: 10 });

    expect(scoreChangeInWords(display, present, [entry(), before, older])).toBe(words);
  });

  it('tells of the last score when there is none now', () => {
    const unknown = { match, score: scoreSchema.parse(buildScore({ asOf: '2026-11-23', total: null, band: null })) };

    expect(scoreChangeInWords(display, unknown, [earlier()])).toBe('The score on 12 Nov 2026 was 74.');
    expect(scoreChangeInWords(display, unknown, [earlier({ total: null })])).toBe('No score on 12 Nov 2026 either.');
  });
});
