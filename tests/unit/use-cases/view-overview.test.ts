import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../backend/src/domain/errors.ts';
import { type ViewOverviewDeps, viewOverview } from '../../../backend/src/use-cases/view-overview.ts';
import { silentLogger } from '../../support/silent-logger.ts';

const installation: Parameters<typeof viewOverview>[1] = {
  integrationId: '00000000-0000-4000-8000-000000000002',
  organizationId: '00000000-0000-4000-8000-000000000001',
  portalId: 4711,
  authKind: 'oauth',
  status: 'connected',
  statusReason: null,
  scopes: [],
  installedByUserId: null,
  uiDomain: null,
  timeZone: null,
  installedAt: '2026-11-01T00:00:00.000Z',
};
const NO_TOKENS = {
  installations: {
    readTokens: async () => undefined,
    refreshTokens: async () => undefined,
    readPrivateAppToken: async () => undefined,
  },
  oauth: undefined,
  clock: { now: () => new Date('2026-11-23T08:00:00Z') },
  logger: silentLogger,
  privateAppToken: undefined,
  cache: new Map(),
};
const STORED = { records: [], scores: [], leads: [], bulkRuns: [], running: 2 };

/** The overview where HubSpot answers like this when it is asked how many records there are. */
function overviewWith(countRecords: ViewOverviewDeps['bulkCrm']['countRecords']) {
  return viewOverview(
    {
      overview: { read: async () => STORED },
      bulkCrm: { countRecords },
      ...NO_TOKENS,
    },
    installation,
  );
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the overview', () => {
  it('has HubSpot’s totals', async () => {
    const overview = await overviewWith(async () => 7);

    expect(overview).toEqual({
      ...STORED,
      inHubspot: { contacts: 7, companies: 7, deals: 7 },
      inHubspotUnknownBecause: null,
    });
  });

  it('answers what we know, with a note, while HubSpot’s search limit lets nobody through', async () => {
    const answer = overviewWith(() => new Promise(() => {}));

    await vi.advanceTimersByTimeAsync(3_000);

    expect(await answer).toEqual({
      ...STORED,
      inHubspot: null,
      inHubspotUnknownBecause: expect.stringContaining('HubSpot is busy'),
    });
  });

  it('answers what we know, with the reason, when HubSpot refuses to count', async () => {
    const limited = new AppError('rate_limited', 'HubSpot’s limit of searches is used up.');

    const overview = await overviewWith(async () => Promise.reject(limited));

    expect(overview).toMatchObject({ running: 2, inHubspot: null, inHubspotUnknownBecause: limited.message });
  });
});
