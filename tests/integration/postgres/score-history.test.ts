import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Score, ScorePart } from '../../../backend/src/domain/scoring/score.ts';
import { aResult, begin, installPortal, makeStores, type Stores } from '../../support/postgres-stores.ts';
import { makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const COMPANY = { id: 'ch:01234567', name: 'ACME LIMITED', companyNumber: '01234567', domain: null, status: 'Active' };

const part = (value: number | null): ScorePart => ({
  value,
  coverage: value === null ? 0 : 1,
  weight: 0.25,
  factors: [],
});
const parts = (growth: number | null) => ({
  financial: part(80),
  growth: part(growth),
  engagement: part(null),
  fit: part(100),
});

/** A score of 74 on 23 November. */
const aScore = (changes: Partial<Score> = {}): Score => ({
  total: 74,
  band: 'warm',
  coverage: 0.71,
  model: 'oppspot-score 1.0.0',
  parts: parts(60),
  gates: [],
  wouldChange: [],
  asOf: '2026-11-23',
  inputHash: 'inputs-1',
  ...changes,
});

describe('the history of scores', () => {
  let database: TestDatabase;
  let stores: Stores;
  let organizationId: string;
  beforeAll(async () => {
    database = await makeTestDatabase();
    stores = makeStores(database.url);
  });
  afterAll(async () => {
    await stores.database.close();
    await database.drop();
  });

  async function finish(
    score: Score | null,
    changes: { status?: 'completed' | 'insufficient_data' | 'no_match'; company?: typeof COMPANY | null } = {},
  ): Promise<string> {
    const begun = await begin(stores, organizationId);
    const { id } = 'enrichment' in begun ? begun.enrichment : { id: '' };
    const { status = 'completed', company = COMPANY } = changes;
    const match = { confidence: 0.97, reasons: [], company, candidates: [] };
    await stores.enrichments.finishRun({
      organizationId,
      enrichment: aResult({ id, status, score, match }),
      memory: undefined,
    });
    return id;
  }
  const view = () => stores.enrichments.viewRecord(organizationId, 'companies', '123');
  const totals = async () => (await view()).history.map(({ asOf, total }) => [asOf, total]);

  it('holds nothing of a record that was never enriched', async () => {
    ({ organizationId } = await installPortal(stores));

    expect(await view()).toEqual({ enrichment: undefined, history: [] });
  });

  it('takes the score of a finished run as it is', async () => {
    ({ organizationId } = await installPortal(stores));

    const id = await finish(aScore());

    expect(await view()).toMatchObject({
      enrichment: { id },
      history: [
        {
          companyNumber: '01234567',
          objectType: 'companies',
          objectId: '123',
          asOf: '2026-11-23',
          total: 74,
          coverage: 0.71,
          model: 'oppspot-score 1.0.0',
          parts: { financial: 80, growth: 60, engagement: null, fit: 100 },
          inputHash: 'inputs-1',
        },
      ],
    });
  });

  it('keeps a day once for each different result, the one that held last first', async () => {
    ({ organizationId } = await installPortal(stores));

    await finish(aScore());
    await finish(aScore({ inputHash: 'inputs-2' }));
    await finish(aScore({ total: 70, parts: parts(50) }));
    await finish(aScore());

    expect(await totals()).toEqual([
      ['2026-11-23', 74],
      ['2026-11-23', 70],
    ]);
  });

  it('keeps every day, the newest first, unknown scores too', async () => {
    ({ organizationId } = await installPortal(stores));

    await finish(aScore({ asOf: '2026-11-24', total: null, band: null }), { status: 'insufficient_data' });
    await finish(aScore({ asOf: '2026-11-22' }));
    await finish(aScore({ asOf: '2026-11-23' }));

    expect(await totals()).toEqual([
      ['2026-11-24', null],
      ['2026-11-23', 74],
      ['2026-11-22', 74],
    ]);
  });

  it('takes nothing of a run that scored no company', async () => {
    ({ organizationId } = await installPortal(stores));

    await finish(null, { status: 'no_match', company: null });
    await finish(null);

    expect(await totals()).toEqual([]);
  });

  it('gives the scores of a company over all its records, and none to another organisation', async () => {
    ({ organizationId } = await installPortal(stores));
    const other = await installPortal(stores);
    await finish(aScore());

    const found = await stores.enrichments.findScoresOfCompany(organizationId, '01234567');
    const strange = await Promise.all([
      stores.enrichments.findScoresOfCompany(organizationId, '07654321'),
      stores.enrichments.findScoresOfCompany(other.organizationId, '01234567'),
      stores.enrichments.viewRecord(other.organizationId, 'companies', '123'),
    ]);

    expect(found.map(({ total }) => total)).toEqual([74]);
    expect(strange).toEqual([[], [], { enrichment: undefined, history: [] }]);
  });

  it('goes with the run that it comes from', async () => {
    ({ organizationId } = await installPortal(stores));
    await finish(aScore());

    await stores.database.queryAsTenant(organizationId, {
      name: 'erase_runs',
      text: 'DELETE FROM enrichments WHERE organization_id = $1::uuid',
      values: [organizationId],
    });

    expect(await stores.enrichments.findScoresOfCompany(organizationId, '01234567')).toEqual([]);
  });
});
