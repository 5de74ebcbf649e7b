import { describe, expect, it } from 'vitest';
import { makeRegisterSource } from '../../../backend/src/adapters/register/register-source.ts';
import { newEnrichment } from '../../../backend/src/domain/enrichment/new-enrichment.ts';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import type { CompanySource } from '../../../backend/src/ports/company-source.ts';
import { type AssessCompanyDeps, assessCompany } from '../../../backend/src/use-cases/enrichment-run/assess-company.ts';
import type { RunState, Subject } from '../../../backend/src/use-cases/enrichment-run/run-state.ts';
import { makeSharedWork } from '../../../backend/src/use-cases/enrichment-run/shared-work.ts';
import { startDeadlines } from '../../../backend/src/use-cases/enrichment-run/start-deadlines.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { MET_ICP, registerCompany } from '../domain/builders.ts';

const NOW = '2026-11-23T08:00:00.000Z';
const clock = { now: () => new Date(NOW) };
const unused = () => Promise.reject(new Error('not used here'));

const companyOf = (companyNumber: string) => {
  const row = registerCompany({
    companyNumber,
    companyCategory: 'Private Limited Company',
    accountsCategory: 'SMALL',
    sicCodes: [{ code: '62012', description: 'Business and domestic software development' }],
  });
  const company = { id: `gb-${companyNumber}`, name: row.name, companyNumber, domain: null, status: 'Active' };
  return { kind: 'accepted', company, row, confidence: 0.97, reasons: ['name equal'], candidates: [] } as const;
};

/** A contact with the day of its last contact; null: there was none. */
function contact(id: string, lastContactedAt: string | null): { readonly run: RunState; readonly subject: Subject } {
  const requestedBy = { kind: 'bulk' } as const;
  const request = { objectType: 'contacts', objectId: id, mode: 'apply', refresh: false, companyId: null } as const;
  const session = { organizationId: 'a-tenant', portalId: 1, priority: 'background', getAccessToken: unused } as const;
  return {
    run: {
      installation: {
        organizationId: 'a-tenant',
        integrationId: 'an-integration',
        portalId: 1,
        authKind: 'oauth',
        status: 'connected',
        statusReason: null,
        scopes: [],
        installedByUserId: null,
        uiDomain: 'app.hubspot.example',
        timeZone: null,
        installedAt: NOW,
      },
      context: {
        request: { ...request, requestedBy },
        enrichment: newEnrichment({ ...request, requestedBy, id: `run-${id}`, createdAt: NOW }),
        settings: { ...defaultPortalSettings(), icp: MET_ICP },
        memory: undefined,
      },
      session: { ...session, countCall: () => {}, readCallCount: () => 0, readRetryCount: () => 0 },
      startedAt: NOW,
      asOf: '2026-11-23',
      signal: new AbortController().signal,
    },
    subject: {
      record: {
        id,
        objectType: 'contacts',
        properties: { notes_last_contacted: lastContactedAt },
        history: {},
        associations: {},
      },
      identity: { name: 'Acme Widgets', domain: 'acme.example' },
      identityCompanyId: '7',
      identityReadAt: NOW,
    },
  };
}

function makeDeps(): AssessCompanyDeps & { readonly asked: string[] } {
  const register = { findCandidates: unused, readCompany: unused, readState: unused };
  const own = makeRegisterSource({ register, clock });
  const asked: string[] = [];
  const counted: CompanySource = {
    name: 'register',
    collect: (request) => {
      asked.push(request.companyNumber);
      return own.collect(request);
    },
  };
  return {
    asked,
    sources: [counted],
    clock,
    logger: silentLogger,
    writer: undefined,
    texts: { find: async () => undefined, save: unused },
    usage: { reserve: unused, settle: async () => {}, readToday: unused },
    observeModelUse: () => {},
    asking: new Map(),
  };
}

const ONE = companyOf('01234567');
const OTHER = companyOf('07654321');
const RECORDS = [
  { ...contact('11', '2026-11-20T09:00:00.000Z'), decision: ONE },
  { ...contact('12', null), decision: ONE },
  { ...contact('13', null), decision: ONE },
  { ...contact('14', null), decision: OTHER },
];

async function assessAll(deps: AssessCompanyDeps) {
  const assess = async ({ run, subject, decision }: (typeof RECORDS)[number]) => {
    const deadlines = startDeadlines(run.signal);
    const { enrichment } = await assessCompany(deps, run, subject, decision, deadlines);
    deadlines.end();
    return enrichment;
  };
  return Promise.all(RECORDS.map(assess));
}

describe('records of one batch', () => {
  it('get what each would get alone, and the sources are asked once about a company', async () => {
    const [alone, together] = [makeDeps(), makeDeps()];
    const expected = await assessAll(alone);
    const results = await assessAll({ ...together, shared: makeSharedWork() });

    expect(results).toEqual(expected);
    expect(together.asked).toEqual(['01234567', '07654321']);
    expect(alone.asked).toHaveLength(RECORDS.length);
  });

  it('keep their own activity and the evidence for it', async () => {
    const results = await assessAll({ ...makeDeps(), shared: makeSharedWork() });

    expect(results.map(({ score }) => score?.parts.engagement.value !== null)).toEqual([true, false, false, false]);
    expect(results.map(({ evidence }) => evidence.at(-1)?.url?.split('/').at(-1))).toEqual(['11', '12', '13', '14']);
  });

  it('share the very same score where nothing tells them apart', async () => {
    const [, second, third, fourth] = await assessAll({ ...makeDeps(), shared: makeSharedWork() });

    expect(third?.score).toBe(second?.score);
    expect(fourth?.score).not.toBe(second?.score);
  });
});
