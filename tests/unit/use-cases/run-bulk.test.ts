import { describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '../../../backend/src/domain/errors.ts';
import { type RunBulkDeps, runBulkLeg } from '../../../backend/src/use-cases/bulk/run-bulk.ts';

const ORGANIZATION = '0b6f2a5e-8f0e-4a51-9a57-5e0d8d7f3c11';
const BULK = '6f1b0c52-16f4-4b43-9bd5-0d3d0a3c2f10';
/** Longer than a turn. */
const LOOK_MS = 3_000;

describe('a leg of a bulk run', () => {
  it('has the server count the tables that it fills before each of its turns', async () => {
    const events: string[] = [];
    let nowMs = 0;
    const deps = {
      installations: { findByOrganizationId: async () => ({ status: 'connected' }) },
      bulk: {
        lease: async () => ({ run: { status: 'completed', undo: { status: 'running' } }, attempts: 0 }),
        renew: async () => true,
        release: async () => undefined,
        refreshStatistics: async () => void events.push('counted'),
        listUndoable: async () => [{ position: 1, enrichmentId: BULK }],
      },
      makeId: () => 'leg',
      nowMs: () => {
        nowMs += LOOK_MS;
        return nowMs;
      },
    } as unknown as RunBulkDeps;

    const end = await runBulkLeg(deps, {
      organizationId: ORGANIZATION,
      bulkId: BULK,
      mayGoOn: async () => {
        events.push('asked whether others wait');
        return false;
      },
    });

    expect(events).toEqual(['counted', 'asked whether others wait']);
    expect(end).toEqual({ kind: 'again', delayMs: 0 });
  });

  it.each<[ErrorCode, string, unknown]>([
    ['disconnected', 'paused', { kind: 'again', delayMs: 3_600_000 }],
    ['upstream_unavailable', 'paused', { kind: 'again', delayMs: 500 }],
    ['invalid_input', 'failed', { kind: 'ended' }],
  ])('of an undo that meets %s leaves it %s, and says why', async (code, to, end) => {
    const changes: unknown[] = [];
    const deps = {
      installations: { findByOrganizationId: async () => ({ status: 'connected' }) },
      bulk: {
        lease: async () => ({ run: { status: 'completed', undo: { status: 'running' } }, attempts: 0 }),
        release: async () => undefined,
        refreshStatistics: async () => undefined,
        listUndoable: () => Promise.reject(new AppError(code, 'Why not.')),
        changeStatus: async () => ({ status: 'completed' }),
        changeUndo: async (change: unknown) => {
          changes.push(change);
          return true;
        },
      },
      clock: { now: () => new Date(0) },
      logger: { warn: () => undefined },
      random: () => 0,
      makeId: () => 'leg',
      nowMs: () => 0,
    } as unknown as RunBulkDeps;

    const ended = await runBulkLeg(deps, { organizationId: ORGANIZATION, bulkId: BULK, mayGoOn: async () => true });

    expect(ended).toEqual(end);
    const reason = code === 'disconnected' ? expect.stringContaining('not connected') : 'Why not.';
    expect(changes).toEqual([{ organizationId: ORGANIZATION, bulkId: BULK, to, reason }]);
  });
});
