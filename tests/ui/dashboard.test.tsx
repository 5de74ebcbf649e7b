import { MantineProvider } from '@mantine/core';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ApiProblem, asProblem } from '../../dashboard/app/api/api-problem.ts';
import type { Health } from '../../dashboard/app/api/shapes.ts';
import { HealthReport } from '../../dashboard/app/pages/connections.tsx';
import { Empty, LoadingRows, Problem } from '../../dashboard/app/parts/states.tsx';
import { formatCost, formatDuration, formatShare } from '../../dashboard/app/words/format.ts';
import { historyLabel, kindText, wordsOf } from '../../dashboard/app/words/labels.ts';

/** The words and marks that a browser would get. */
const show = (element: ReactElement) =>
  renderToStaticMarkup(<MantineProvider env="test">{element}</MantineProvider>).replace(/<style[\s\S]*?<\/style>/g, '');

const health: Health = {
  connection: { status: 'connected', message: null, portalId: 1 },
  scopes: { granted: ['oauth'], missing: [] },
  missingProperties: { contacts: [], companies: [], deals: [] },
  missingPropertiesUnknownBecause: null,
  register: { companies: 5_400_000, snapshotOn: '2026-11-01' },
  queue: { ok: true, message: null },
  notes: [],
};

describe('a state of the dashboard', () => {
  it('that failed is announced, says what to do, and has the number to quote', () => {
    const error = new ApiProblem({ status: 409, code: 'conflict', message: 'Stop it first.', requestId: 'r-1' });

    const shown = show(<Problem error={error} onRetry={() => {}} />);

    expect(shown).toContain('role="alert"');
    expect(shown).toContain('Stop it first.');
    expect(shown).toContain('Request r-1');
    expect(shown).toContain('Try again');
  });

  it('that nobody foresaw says nothing about our insides', () => {
    expect(asProblem(new TypeError('x.y is not a function')).message).toMatch(/^The answer could not be read\. Reload/);
  });

  it('that loads takes the room of what comes and says that it loads', () => {
    expect(show(<LoadingRows rows={3} />)).toMatch(/aria-busy="true" aria-label="Loading"/);
  });

  it('that is empty says why and offers the next step', () => {
    const shown = show(
      <Empty title="No account" text="Connect one.">
        <a href="/connect">Connect</a>
      </Empty>,
    );

    expect(shown).toContain('Connect one.');
    expect(shown).toContain('href="/connect"');
  });
});

describe('the report of a test', () => {
  it('marks nothing when all is well', () => {
    expect(show(<HealthReport health={health} />)).not.toContain('✕');
  });

  it('names missing permissions, missing properties and an empty register, and what happens about each', () => {
    const shown = show(
      <HealthReport
        health={{
          ...health,
          scopes: { granted: [], missing: ['crm.objects.deals.write'] },
          missingProperties: { contacts: ['oppspot_score'], companies: [], deals: [] },
          register: { companies: 0, snapshotOn: null },
        }}
      />,
    );

    expect(shown).toContain('crm.objects.deals.write. Connect again to give them.');
    expect(shown).toContain('They are made before the next write.');
    expect(shown).toContain('An operator imports it.');
    expect(shown.match(/✕/g)).toHaveLength(3);
  });

  it('does not call properties present that could not be looked at', () => {
    const unknown = { ...health, missingProperties: null, missingPropertiesUnknownBecause: 'HubSpot is away' };

    expect(show(<HealthReport health={unknown} />)).toContain('could not be looked at: HubSpot is away');
  });
});

describe('the words', () => {
  it('tell an unknown price from none', () => {
    expect(formatCost(null)).toBe('unknown price');
    expect(formatCost(0)).toContain('0.00');
  });

  it.each([
    [940, '940 ms'],
    [3_000, '3 s'],
    [90_000, '2 min'],
    [5_400_000, '1 h 30 min'],
  ])('tell %i ms as %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });

  it('tell a share as percent', () => {
    expect(formatShare(0.715)).toBe('72 %');
  });

  it('prefer how a run ended to how its line did, and show an unknown word as it is', () => {
    expect(historyLabel('success', 'needs_review').text).toBe('Needs review');
    expect(historyLabel('success', null).text).toBe('Success');
    expect(kindText('something_new')).toBe('something_new');
  });

  it('turn our names into words', () => {
    expect(wordsOf('score.financial')).toBe('Score financial');
    expect(wordsOf('nextActions')).toBe('Next actions');
  });
});
