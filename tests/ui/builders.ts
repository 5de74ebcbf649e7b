/** Enrichments as the backend sends them; every one is parsed by the contract, so that a test cannot drift from it. */
import { enrichmentSchema } from '../../hubspot-project/contract/enrichment.ts';
import { recordAnswerSchema } from '../../hubspot-project/contract/requests.ts';

const REGISTER_URL = 'https://find-and-update.company-information.service.gov.uk/company/01234567';

/** Something of a wire object, to replace the builder's own. */
export type Some = Readonly<Record<string, unknown>>;

/** A company that might be meant. */
export const buildCandidate = (over: Some = {}) => ({
  id: 'company-1',
  name: 'Acme Widgets Ltd',
  companyNumber: '01234567',
  domain: 'acme.example',
  status: 'active',
  confidence: 0.97,
  reasons: ['domain equal', 'name equal after normalising'],
  ...over,
});

const part = (value: number | null, coverage: number, weight: number, factors: readonly Some[] = []) => ({
  value,
  coverage,
  weight,
  factors,
});

const accountsFiled = {
  name: 'accounts_filing',
  label: 'Accounts filing',
  value: 'on time',
  points: 20,
  maxPoints: 20,
  reason: 'Next accounts are due on 31 December 2026.',
  evidence: ['e1'],
  observedAt: '2026-10-12',
};

/** A score of 74, warm. */
export const buildScore = (over: Some = {}) => ({
  total: 74,
  band: 'warm',
  coverage: 0.71,
  model: 'oppspot-score 1.0.0',
  parts: {
    financial: part(84, 0.55, 0.34, [accountsFiled]),
    growth: part(70, 0.4, 0.2),
    engagement: part(null, 0, 0),
    fit: part(100, 1, 0.46),
  },
  gates: [],
  wouldChange: [{ change: 'Accounts filed on time', deltaPoints: 7 }],
  ...over,
});

const completed = {
  id: 'run-1',
  objectType: 'companies',
  objectId: '42',
  status: 'completed',
  mode: 'apply',
  requestedBy: { kind: 'card', userId: 7 },
  createdAt: '2026-11-20T09:00:00Z',
  completedAt: '2026-11-20T09:00:02Z',
  match: {
    confidence: 0.97,
    reasons: ['domain equal', 'name equal after normalising'],
    company: buildCandidate(),
    candidates: [
      buildCandidate(),
      buildCandidate({ id: 'company-2', name: 'Acme Widgets (North) Ltd', confidence: 0.41 }),
    ],
  },
  summary: { text: 'Acme Widgets makes widgets in Leeds.', source: 'template', evidence: ['e1'] },
  score: buildScore(),
  signals: [
    {
      kind: 'executive_change',
      text: 'A director was appointed',
      strength: 'strong',
      confidence: 0.95,
      polarity: 'positive',
      occurredAt: '2026-11-02',
      weight: 0.67,
      evidence: ['e2'],
    },
  ],
  nextActions: [{ text: 'Make a personal introduction', reason: 'Score 74, warm', dueInHours: 48 }],
  dealStage: 'engaged',
  evidence: [
    {
      id: 'e1',
      source: 'register',
      url: REGISTER_URL,
      title: 'Register entry of Acme Widgets Ltd',
      fetchedAt: '2026-11-19T08:00:00Z',
      snippet: 'Active, incorporated 4 May 2018, Leeds.',
    },
    { id: 'e2', source: 'hubspot', url: null, title: 'Appointment', fetchedAt: '2026-11-20T08:00:00Z', snippet: '' },
  ],
  sources: [
    { name: 'register', status: 'used', reason: null, ms: 3 },
    { name: 'website', status: 'skipped', reason: 'switched off in the settings', ms: 0 },
  ],
  changes: [
    { property: 'oppspot_score', before: null, after: '74', decision: 'write', reason: 'was empty', written: true },
    { property: 'city', before: 'York', after: 'Leeds', decision: 'keep', reason: 'set by a person', written: false },
  ],
  automation: { task: null, deal: null, owner: null, held: ['switched off'] },
  undo: { possibleUntil: '2026-12-20T09:00:02Z', undoneAt: null },
  usage: { hubspotCalls: 4, modelCalls: 0, modelTokens: 0 },
  durationMs: 1234,
  error: null,
};

/** A completed enrichment of company 42, or one with other members. */
export const buildEnrichment = (over: Some = {}) => enrichmentSchema.parse({ ...completed, ...over });

const nothingFound = {
  summary: null,
  score: null,
  signals: [],
  nextActions: [],
  dealStage: null,
  evidence: [],
  changes: [],
};

/** Two companies fit. */
export const buildNeedsReview = (over: Some = {}) =>
  buildEnrichment({
    ...nothingFound,
    status: 'needs_review',
    match: {
      confidence: 0.6,
      reasons: ['two companies share this name'],
      company: null,
      candidates: [
        buildCandidate({ confidence: 0.6, reasons: ['name equal after normalising'], town: 'Leeds' }),
        buildCandidate({
          id: 'company-2',
          name: 'Acme Widgets (North) Ltd',
          companyNumber: '07654321',
          confidence: 0.55,
        }),
      ],
    },
    ...over,
  });

/** No company fits. */
export const buildNoMatch = (over: Some = {}) =>
  buildEnrichment({
    ...nothingFound,
    status: 'no_match',
    match: { confidence: 0, reasons: ['no domain', 'name not in the register'], company: null, candidates: [] },
    ...over,
  });

/** The company is known, the score is not. */
export const buildInsufficientData = (over: Some = {}) =>
  buildEnrichment({
    status: 'insufficient_data',
    score: buildScore({
      total: null,
      band: null,
      coverage: 0.19,
      parts: {
        financial: part(84, 0.55, 0.87),
        growth: part(70, 0.1, 0.13),
        engagement: part(null, 0, 0),
        fit: part(null, 0, 0),
      },
      wouldChange: [],
    }),
    nextActions: [],
    dealStage: null,
    ...over,
  });

/** The run broke; nothing was written. */
export const buildFailed = (code: string, message: string) =>
  buildEnrichment({ ...nothingFound, status: 'failed', match: null, error: { code, message } });

/** What the card gets on mount. */
export const buildRecord = (over: Some = {}) =>
  recordAnswerSchema.parse({
    enrichment: null,
    settings: {
      icpCriteria: 2,
      coverageFloor: 0.35,
      autoAcceptConfidence: 0.9,
      weights: { financial: 0.3, growth: 0.25, engagement: 0.15, fit: 0.3 },
      isAdmin: false,
    },
    connection: { status: 'connected' },
    ...over,
  });
