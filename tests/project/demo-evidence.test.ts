import { beforeAll, describe, expect, it } from 'vitest';
import type { EnrichmentWire } from '../../hubspot-project/contract/index.ts';
import { enrichDemoPortal } from '../support/demo-portal-run.ts';
import { unsupportedFactors } from '../support/unsupported-factors.ts';
import { unsupportedValues } from '../support/unsupported-values.ts';

/** HubSpot's limit of calls makes this the time that a whole portal takes. */
const WHOLE_PORTAL_MS = 240_000;

let runs: readonly EnrichmentWire[];

beforeAll(async () => {
  runs = await enrichDemoPortal();
}, WHOLE_PORTAL_MS);

const told = (check: (run: EnrichmentWire) => readonly string[]) => [
  ...new Set(runs.flatMap((run) => check(run).map((missing) => `${run.objectType}/${run.objectId} ${missing}`))),
];

describe('over the whole demo', () => {
  it('every value that was written is supported by evidence of its run', () => {
    expect(told(unsupportedValues)).toEqual([]);
  });

  it('every known factor of every score cites evidence that says it', () => {
    expect(told(unsupportedFactors)).toEqual([]);
  });

  it('checks every property of ours and mapped ones, on all three object types', () => {
    const written = runs.flatMap(({ objectType, changes }) =>
      changes.filter((change) => change.written).map(({ property }) => `${objectType} ${property}`),
    );

    expect(runs.length).toBeGreaterThanOrEqual(150);
    expect(new Set(written.map((name) => name.split(' ')[1])).size).toBeGreaterThanOrEqual(14 + 4);
    expect(written).toEqual(expect.arrayContaining(['companies description', 'contacts message', 'deals description']));
  });

  it('would find a value that nothing supports', () => {
    const [run] = runs.filter(({ status, signals }) => status === 'completed' && signals.length > 0);
    const falsified = run && {
      ...run,
      summary: { text: 'Its turnover is £987,654 and it moved to Ulverston.', source: 'ai' as const, evidence: ['e1'] },
      changes: run.changes.map((change) => ({
        ...change,
        after: change.property === 'oppspot_score' ? '101' : change.after,
      })),
      evidence: run.evidence.map((evidence) => ({ ...evidence, snippet: '' })),
    };

    const found = falsified ? unsupportedValues(falsified) : [];

    for (const property of ['oppspot_score', 'oppspot_summary', 'oppspot_signals', 'oppspot_company_number']) {
      expect(found.filter((problem) => problem.startsWith(`${property} =`))).not.toEqual([]);
    }
  });
});
