import { describe, expect, it } from 'vitest';
import { newEnrichment } from '../../../backend/src/domain/enrichment/new-enrichment.ts';
import { AppError, type ErrorCode } from '../../../backend/src/domain/errors.ts';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import type { Score } from '../../../backend/src/domain/scoring/score.ts';
import type { SettledRecord } from '../../../backend/src/ports/doubt-store.ts';
import type { RunContext } from '../../../backend/src/ports/enrichment-store.ts';
import { type SettleDoubtsDeps, settleDoubts } from '../../../backend/src/use-cases/settle-doubts.ts';

const ORGANIZATION = '0b6f2a5e-8f0e-4a51-9a57-5e0d8d7f3c11';
const defaults = defaultPortalSettings();
const settings = {
  ...defaults,
  automation: { ...defaults.automation, task: { enabled: true, minScore: 0 } },
};
const enrichment = {
  ...newEnrichment({
    id: '6f1b0c52-16f4-4b43-9bd5-0d3d0a3c2f10',
    objectType: 'companies',
    objectId: '1',
    mode: 'apply',
    requestedBy: { kind: 'card' },
    createdAt: '2026-11-23T08:00:00.000Z',
  }),
  status: 'completed',
  score: { total: 95, coverage: 1, gates: [] } as unknown as Score,
  nextActions: [{ text: 'Call', reason: 'hot' }],
};
const request = { objectType: 'companies', objectId: '1', mode: 'apply', requestedBy: { kind: 'card' } };
const context = { request, enrichment, settings, memory: undefined } as unknown as RunContext;
const record = { objectType: 'companies', id: '1', properties: {}, history: {}, associations: {} };
const intent = { objectType: 'companies', recordId: '1', purpose: 'task', state: 'sent', way: 'plain', details: {} };

describe('what is in doubt, when looking at it fails', () => {
  const settle = async (code: ErrorCode) => {
    const closed: SettledRecord[] = [];
    const deps = {
      installations: { findByOrganizationId: async () => ({ organizationId: ORGANIZATION, status: 'connected' }) },
      doubts: {
        takeDue: async () => [{ objectType: 'companies', recordId: '1', intents: [intent], context, barrier: null }],
        close: async (_organizationId: string, records: readonly SettledRecord[]) => void closed.push(...records),
        nextDueMs: async () => undefined,
      },
      contextFor: async (_installation: unknown, its: RunContext) => its,
      crm: { readRecords: async () => new Map([['1', record]]) },
      automationCrm: {},
      automations: {
        claimAll: async () => {
          throw new AppError(code, 'It did not work.');
        },
      },
      clock: { now: () => new Date('2026-11-23T08:05:00.000Z') },
      logger: { warn: () => undefined },
      ownSourceIds: [],
    } as unknown as SettleDoubtsDeps;
    const end = await settleDoubts(deps, { organizationId: ORGANIZATION }).catch((error: AppError) => error.code);
    return { end, told: closed.flatMap(({ told }) => told?.after.held ?? []) };
  };

  it.each(['rate_limited', 'upstream_unavailable', 'disconnected', 'internal'] as const)(
    'waits for what passes by itself or with a new connection: %s',
    async (code) => {
      expect(await settle(code)).toEqual({ end: code, told: [] });
    },
  );

  it('is told when it would fail again', async () => {
    expect(await settle('upstream_rejected')).toEqual({ end: undefined, told: ['task: It did not work.'] });
  });
});
