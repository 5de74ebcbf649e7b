import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideChanges } from '../../../../backend/src/domain/enrichment/decide-changes.ts';
import { decideUndo, openUndoSteps } from '../../../../backend/src/domain/enrichment/undo-changes.ts';
import type { ValuedResult } from '../../../../backend/src/domain/enrichment/values-of-result.ts';
import type { ValueVersion } from '../../../../backend/src/domain/enrichment/who-set-value.ts';
import type { FieldMapping } from '../../../../backend/src/domain/portal/settings.ts';

/** HubSpot answers this many values of a property of a contact, and 20 elsewhere. */
const HISTORY_LIMITS = [45, 20];
const OWN_APP = '4096';
const PROPERTY = 'oppspot_summary';
const COMPANY = { id: 'gb-01234567', name: 'ACME', companyNumber: '01234567', domain: null, status: 'Active' };

type Step =
  | { readonly by: 'us'; readonly text: string }
  | { readonly by: 'person' | 'another app' | 'import'; readonly text: string }
  | { readonly by: 'undo' };

const text = fc.constantFrom('A', 'B', 'C', 'D', '');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ by: fc.constant('us' as const), text: fc.constantFrom('A', 'B', 'C', 'D') }) },
  {
    weight: 3,
    arbitrary: fc.record({ by: fc.constantFrom('person' as const, 'another app' as const, 'import' as const), text }),
  },
  { weight: 1, arbitrary: fc.record({ by: fc.constant('undo' as const) }) },
);
/** Long ones go beyond what HubSpot's history holds. */
const story = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 80 }),
  limit: fc.constantFrom(...HISTORY_LIMITS),
  hasHistory: fc.boolean(),
  knowsOwnApp: fc.boolean(),
});

const SOURCES = {
  us: { sourceType: 'INTEGRATION', sourceId: OWN_APP },
  'another app': { sourceType: 'INTEGRATION', sourceId: '777' },
  person: { sourceType: 'CRM_UI', sourceId: 'userId:7' },
  import: { sourceType: 'IMPORT', sourceId: null },
} as const;

/** One record as HubSpot has it, with what we remember of it and who really set its value. */
class Life {
  value = '';
  setBy: keyof typeof SOURCES | 'nobody' = 'nobody';
  history: ValueVersion[] = [];
  written: Record<string, string> = {};
  lastRun: ReturnType<typeof decideChanges> = [];
  readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  set(by: keyof typeof SOURCES, value: string): void {
    if (value === this.value) return;
    this.value = value;
    this.setBy = by;
    const version = { value, at: '2026-11-23T08:00:00.000Z', ...SOURCES[by] };
    this.history = [version, ...this.history].slice(0, this.limit);
  }
}

const mapping: FieldMapping = {
  source: 'summary',
  target: PROPERTY,
  transform: null,
  policy: 'overwrite',
  respectHumanEdits: true,
};

function resultOf(summary: string): ValuedResult {
  return {
    status: 'completed',
    match: { confidence: 1, reasons: [], company: COMPANY, candidates: [] },
    summary: { text: summary, source: 'template', evidence: [] },
    score: null,
    signals: [],
    nextActions: [],
    dealStage: null,
    facts: {},
    enrichedAt: '2026-11-23T08:00:00.000Z',
  };
}

interface Seen {
  readonly hasHistory: boolean;
  readonly knowsOwnApp: boolean;
}

/** Somebody's value that was replaced, and whether it was more than our own last write over again. */
interface Loss {
  readonly by: string;
  readonly isNews: boolean;
}

function replace(life: Life, value: string): Loss | undefined {
  const loss = { by: life.setBy, isNews: life.value !== life.written[PROPERTY] };
  const isLoss = life.value !== '' && life.setBy !== 'us';
  life.set('us', value);
  return isLoss ? loss : undefined;
}

/** Enriches once; answers what was lost. */
function enrich(life: Life, summary: string, seen: Seen): Loss | undefined {
  const changes = decideChanges({
    result: resultOf(summary),
    mappings: [mapping],
    current: { [PROPERTY]: life.value === '' ? null : life.value },
    history: seen.hasHistory ? { [PROPERTY]: life.history } : {},
    written: life.written,
    previousCompanyNumber: null,
    ownSourceIds: seen.knowsOwnApp ? [OWN_APP] : [],
  });
  const write = changes.find(({ property, decision }) => property === PROPERTY && decision === 'write');
  life.lastRun = changes.map((change) => ({ ...change, written: change.decision === 'write' }));
  if (write === undefined) return undefined;
  const loss = replace(life, write.after ?? '');
  life.written = { [PROPERTY]: write.after ?? '' };
  return loss;
}

function undo(life: Life, seen: Seen): Loss | undefined {
  const steps = openUndoSteps({ changes: life.lastRun, undo: { possibleUntil: '2027-01-01', undoneAt: null } });
  const changes = decideUndo(
    steps,
    { [PROPERTY]: life.value === '' ? null : life.value },
    {
      written: life.written,
      ...(seen.hasHistory ? { history: { [PROPERTY]: life.history } } : {}),
      ownSourceIds: seen.knowsOwnApp ? [OWN_APP] : [],
    },
  );
  life.lastRun = [];
  const write = changes.find(({ property, decision }) => property === PROPERTY && decision === 'write');
  if (write === undefined) return undefined;
  const loss = replace(life, write.after ?? '');
  life.written = write.after ? { [PROPERTY]: write.after } : {};
  return loss;
}

function live(life: Life, one: Step, seen: Seen): Loss | undefined {
  switch (one.by) {
    case 'us':
      return enrich(life, one.text, seen);
    case 'undo':
      return undo(life, seen);
    default:
      life.set(one.by, one.text);
      return undefined;
  }
}

describe('over 500 generated histories', () => {
  it('no value of a person or another app is overwritten, with and without the history that HubSpot keeps', () => {
    fc.assert(
      fc.property(story, ({ steps, limit, hasHistory, knowsOwnApp }) => {
        const life = new Life(limit);
        const seen = { hasHistory, knowsOwnApp };
        const lost = steps.map((one) => live(life, one, seen)).filter((loss) => loss !== undefined);

        // A value equal to our last write cannot be told from it without the history, or while our own id is unknown.
        const isTold = hasHistory && knowsOwnApp;
        expect(lost.filter(({ isNews }) => isTold || isNews)).toEqual([]);
      }),
      { numRuns: 1_000, seed: 20261123 },
    );
  });
});
