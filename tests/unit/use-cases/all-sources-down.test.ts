import { describe, expect, it } from 'vitest';
import { makeRegisterSource } from '../../../backend/src/adapters/register/register-source.ts';
import { newEnrichment } from '../../../backend/src/domain/enrichment/new-enrichment.ts';
import { AppError } from '../../../backend/src/domain/errors.ts';
import type { SourceName } from '../../../backend/src/domain/evidence/evidence.ts';
import { NO_TOKENS } from '../../../backend/src/domain/model-usage/token-usage.ts';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import type { StartTimeLimit } from '../../../backend/src/lib/time-limit.ts';
import type { CompanySource } from '../../../backend/src/ports/company-source.ts';
import type { SummaryWriter } from '../../../backend/src/ports/summary-writer.ts';
import { type AssessCompanyDeps, assessCompany } from '../../../backend/src/use-cases/enrichment-run/assess-company.ts';
import type { RunState, Subject } from '../../../backend/src/use-cases/enrichment-run/run-state.ts';
import { startDeadlines } from '../../../backend/src/use-cases/enrichment-run/start-deadlines.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { MET_ICP, registerCompany } from '../domain/builders.ts';

const NOW = '2026-11-23T08:00:00.000Z';
const clock = { now: () => new Date(NOW) };
const unused = () => Promise.reject(new Error('not used here'));
const ROW = registerCompany({
  companyCategory: 'Private Limited Company',
  incorporatedOn: '2018-05-01',
  accountsCategory: 'SMALL',
  accountsNextDueOn: '2027-01-31',
  chargesOutstanding: 0,
  sicCodes: [{ code: '62012', description: 'Business and domestic software development' }],
});

const request = {
  objectType: 'companies',
  objectId: '42',
  mode: 'apply',
  refresh: false,
  companyId: null,
  requestedBy: { kind: 'card' },
} as const;

const run: RunState = {
  installation: {
    organizationId: 'a-tenant',
    integrationId: 'an-integration',
    portalId: 1,
    authKind: 'oauth',
    status: 'connected',
    statusReason: null,
    scopes: [],
    installedByUserId: null,
    uiDomain: null,
    timeZone: null,
    installedAt: NOW,
  },
  context: {
    request,
    enrichment: newEnrichment({ ...request, id: 'a-run', createdAt: NOW }),
    settings: { ...defaultPortalSettings(), icp: MET_ICP },
    memory: undefined,
  },
  session: {
    organizationId: 'a-tenant',
    portalId: 1,
    priority: 'interactive',
    getAccessToken: unused,
    countCall: () => {},
    readCallCount: () => 0,
    readRetryCount: () => 0,
  },
  startedAt: NOW,
  asOf: '2026-11-23',
  signal: new AbortController().signal,
};

const subject: Subject = {
  record: { id: '42', objectType: 'companies', properties: {}, history: {}, associations: {} },
  identity: { name: 'Acme Widgets', domain: 'acme.example' },
  identityCompanyId: null,
  identityReadAt: NOW,
};

const decision = {
  kind: 'accepted',
  company: { id: 'gb-01234567', name: ROW.name, companyNumber: ROW.companyNumber, domain: null, status: 'Active' },
  row: ROW,
  confidence: 0.97,
  reasons: ['name equal'],
  candidates: [],
} as const;

const refusing = (name: SourceName): CompanySource => ({
  name,
  collect: async () => {
    throw new AppError('upstream_unavailable', `${name} is down`);
  },
});
/** Never answers, and does not listen to its signal. */
const hanging = (name: SourceName): CompanySource => ({ name, collect: () => new Promise(() => {}) });

/** Time limits that end when the test says so, in the order in which they were started. */
function makeDeadlines() {
  const started: { readonly milliseconds: number; readonly end: () => void }[] = [];
  const startTimeLimit: StartTimeLimit = (milliseconds, sooner = []) => {
    const controller = new AbortController();
    started.push({ milliseconds, end: () => controller.abort() });
    return { signal: AbortSignal.any([controller.signal, ...sooner]), end: () => {} };
  };
  return { started, startTimeLimit };
}

/** All that can be answered is answered; what hangs goes on hanging. */
const untilQuiet = () => new Promise((resolve) => setImmediate(resolve));

/** A model that answers nothing until it is told to stop; `asked` resolves when it is asked. */
function makeHangingModel() {
  let tell: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const writer: SummaryWriter = {
    model: 'hanging',
    version: 'hanging-1',
    maxBatchSize: 1,
    estimateTokens: () => 1,
    write: ({ signal }) =>
      new Promise((resolve) => {
        const stop = () => resolve({ kind: 'unavailable', reason: 'did not answer in time', usage: NO_TOKENS });
        if (signal.aborted) stop();
        signal.addEventListener('abort', stop);
        tell();
      }),
    submitBatch: unused,
    readBatch: unused,
    cancelBatch: unused,
  };
  return { asked, writer };
}

function depsWith(changes: Partial<AssessCompanyDeps>): AssessCompanyDeps {
  const register = { findCandidates: unused, readCompany: unused, readState: unused };
  return {
    sources: [
      makeRegisterSource({ register, clock }),
      refusing('companies_house'),
      hanging('website'),
      hanging('oppspot'),
    ],
    clock,
    logger: silentLogger,
    writer: undefined,
    texts: { find: async () => undefined, save: unused },
    usage: { reserve: unused, settle: async () => {}, readToday: unused },
    observeModelUse: () => {},
    asking: new Map(),
    ...changes,
  };
}

const statuses = (
  sources: readonly { readonly name: string; readonly status: string; readonly reason: string | null }[],
) => sources.map(({ name, status, reason }) => [name, status, reason]);

describe('when every outside source is down and the model hangs', () => {
  it('answers from the register with the template, and says how each source did', async () => {
    const { started, startTimeLimit } = makeDeadlines();
    const model = makeHangingModel();
    const deadlines = startDeadlines(run.signal, startTimeLimit);
    const answer = assessCompany(depsWith({ writer: model.writer }), run, subject, decision, deadlines);

    const [answerBy, sourcesBy] = started;
    await untilQuiet();
    sourcesBy?.end();
    await model.asked;
    answerBy?.end();

    const { enrichment } = await answer;
    expect(statuses(enrichment.sources)).toEqual([
      ['register', 'used', null],
      ['companies_house', 'failed', 'could not be reached'],
      ['website', 'failed', 'did not answer in time'],
      ['oppspot', 'failed', 'did not answer in time'],
      ['hubspot', 'used', null],
    ]);
    expect(enrichment).toMatchObject({ status: 'completed', summary: { source: 'template' }, talkingPoints: [] });
    expect(enrichment.summary?.text).toContain('ACME WIDGETS LIMITED (company number 01234567)');
    expect(new Set(enrichment.evidence.map(({ source }) => source))).toEqual(new Set(['register']));
    expect(enrichment.score?.parts.growth.factors.map(({ name }) => name)).toEqual(['age']);
  });

  it('starts all limits at once, the model has what the sources left of the whole, and no limit is started later', async () => {
    const { started, startTimeLimit } = makeDeadlines();
    const model = makeHangingModel();
    const deadlines = startDeadlines(run.signal, startTimeLimit);
    const answer = assessCompany(depsWith({ writer: model.writer }), run, subject, decision, deadlines);
    const beforeAnyAnswer = started.map(({ milliseconds }) => milliseconds);

    await untilQuiet();
    started[1]?.end();
    await model.asked;
    started[0]?.end();
    await answer;

    expect(beforeAnyAnswer).toEqual([25_000, 8_000]);
    expect(started).toHaveLength(2);
  });

  it('waits for nothing more when the whole time is over, sources and model alike', async () => {
    const { started, startTimeLimit } = makeDeadlines();
    const model = makeHangingModel();
    const deadlines = startDeadlines(run.signal, startTimeLimit);
    const answer = assessCompany(depsWith({ writer: model.writer }), run, subject, decision, deadlines);

    await untilQuiet();
    started[0]?.end();

    const { enrichment } = await answer;
    expect(enrichment.summary?.source).toBe('template');
    expect(statuses(enrichment.sources)[2]).toEqual(['website', 'failed', 'did not answer in time']);
  });
});
