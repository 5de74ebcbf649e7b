import { describe, expect, it } from 'vitest';
import { checkModelSentences } from '../../../../backend/src/domain/enrichment/check-summary.ts';
import { writeTemplateSummary } from '../../../../backend/src/domain/enrichment/template-summary.ts';
import { liveSignals } from '../../../../backend/src/domain/signals/weigh-signals.ts';
import { AS_OF, goldenInput, signalEvent } from '../builders.ts';

const EVIDENCE = [
  {
    id: 'e1',
    source: 'register' as const,
    url: 'https://find-and-update.company-information.service.gov.uk/company/01234567',
    title: 'Companies House register: ACME WIDGETS LIMITED',
    fetchedAt: '2026-11-23T08:00:00.000Z',
    snippet:
      'Company number: 01234567; Incorporated on: 2018-05-01; Turnover: 5,000,000; Registered office: 1 High St, LEEDS',
  },
  {
    id: 'e2',
    source: 'website' as const,
    url: null,
    title: 'Website',
    fetchedAt: '2026-11-23T08:00:00.000Z',
    snippet: 'We build for Microsoft Azure.',
  },
];
const FIRST = { text: 'Acme Widgets Limited (01234567) was incorporated on 1 May 2018 in Leeds.', evidence: ['e1'] };

function problemsWith(text: string, cited: readonly string[] = ['e1'], icpWords: readonly string[] = []) {
  const checked = checkModelSentences([FIRST, { text, evidence: cited }], EVIDENCE, icpWords);
  return checked.kind === 'refused' ? checked.problems : [];
}

describe('checking the model’s sentences', () => {
  it('accepts what the cited evidence says in other words', () => {
    const second = { text: 'It turned over £5m, and its records are kept by Companies House.', evidence: ['e1'] };

    expect(checkModelSentences([FIRST, second], EVIDENCE, [])).toEqual({
      kind: 'accepted',
      text: `${FIRST.text} ${second.text}`,
      evidence: ['e1'],
    });
  });

  it.each([
    ['It employs 250 people.', 'the number 250'],
    ['It employs twelve people.', 'the number 12'],
    ['It was founded in 2017.', 'the number 2017'],
    ['It moved on 2 May 2018.', 'the date 2018-05-02'],
    ['It turned over £6m.', 'the number 6000000'],
    ['Its site is acme-widgets.com.', 'the link acme-widgets.com'],
    ['It works with Globex Corporation.', 'the name Globex Corporation'],
    ['It works with Microsoft Azure.', 'the name Microsoft Azure'],
  ])('refuses "%s"', (text, claim) => {
    expect(problemsWith(text)).toContain(`sentence 2: ${claim} is not in the cited evidence`);
  });

  it('accepts a name that the cited evidence or the profile has', () => {
    expect(problemsWith('It works with Microsoft Azure.', ['e2'])).toEqual([]);
    expect(problemsWith('It fits Cloud Software well.', ['e1'], ['Cloud Software'])).toEqual([]);
    expect(problemsWith('It was incorporated in May 2018.')).toEqual([]);
  });

  it('takes no part of a postcode for a name', () => {
    const office = { ...EVIDENCE[0], id: 'e3', snippet: 'Registered office: 3 Hill St, EDINBURGH, EH1 3DE' } as const;
    const second = { text: 'Its office is at 3 Hill St, Edinburgh, EH1 3DE.', evidence: ['e3'] };
    const evidence = EVIDENCE.flatMap((item) => (item.id === 'e1' ? [item, { ...item, ...office }] : [item]));

    expect(checkModelSentences([FIRST, second], evidence, []).kind).toBe('accepted');
  });

  it('refuses a sentence without evidence, or with evidence that does not exist', () => {
    expect(problemsWith('It builds.', [])).toEqual(['sentence 2: it cites no evidence']);
    expect(problemsWith('It builds.', ['e9'])).toEqual(['sentence 2: it cites evidence that does not exist: e9']);
  });

  it('judges each sentence of an entry that holds several, and counts all of them', () => {
    expect(problemsWith('It builds. It grows.')).toEqual([]);
    expect(problemsWith('It builds. It employs 250 people.')).toContain(
      'sentence 3: the number 250 is not in the cited evidence',
    );
    expect(problemsWith('It builds. It grows. It moves.')).toEqual(['write 2 or 3 sentences, not 4']);
    expect(problemsWith('It trades with Acme Widgets Ltd. of Leeds.')).toContain(
      'sentence 2: the name Acme Widgets Ltd is not in the cited evidence',
    );
  });

  it.each([1, 4])('refuses %d sentences', (count) => {
    const sentences = Array.from({ length: count }, () => FIRST);

    expect(checkModelSentences(sentences, EVIDENCE, []).kind).toBe('refused');
  });
});

describe('the template', () => {
  const { facts } = goldenInput();

  it('words what is known, cites it, and says what is not known', () => {
    const summary = writeTemplateSummary({ facts, signals: [], score: { gates: [] } });

    expect(summary).toEqual({
      text:
        'ACME WIDGETS LIMITED is on the register with the status Active, incorporated on 1 May 2018. ' +
        'Its registered activity is Business and domestic software development (SIC 62012); its accounts category is SMALL. ' +
        'Not known from the sources asked: turnover, net assets, number of employees.',
      source: 'template',
      evidence: ['e1'],
    });
  });

  it('ends with what caps the score, else with the strongest signal', () => {
    const signals = liveSignals([signalEvent({ evidence: ['e7'] })], AS_OF);
    const gates = [{ name: 'strike_off', cap: 25 }];

    expect(writeTemplateSummary({ facts, signals, score: { gates } }).text).toMatch(/capped because of: strike off\.$/);
    const signalled = writeTemplateSummary({ facts, signals, score: { gates: [] } });
    expect(signalled.text).toMatch(/Strongest signal: Shares allotted \(23 November 2026\)\.$/);
    expect(signalled.evidence).toEqual(['e1', 'e7']);
  });
});
