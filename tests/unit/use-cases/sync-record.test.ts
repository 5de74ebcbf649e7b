import { describe, expect, it } from 'vitest';
import { type SyncRecordDeps, syncRecord } from '../../../backend/src/use-cases/sync-record.ts';

const RECORD = {
  organizationId: '0b6f2a5e-8f0e-4a51-9a57-5e0d8d7f3c11',
  objectType: 'contacts',
  objectId: '1',
  decision: 'enrich',
  version: 'v1',
  cause: 'webhook',
  attempts: 0,
} as const;

describe('a waiting record whose account', () => {
  it('left before its turn came is not called done: it goes on waiting', async () => {
    const deps = {
      installations: { findByOrganizationId: async () => ({ status: 'disconnected' }) },
    } as unknown as SyncRecordDeps;

    await expect(syncRecord(deps, RECORD)).rejects.toMatchObject({ code: 'disconnected' });
  });

  it('left while it was worked on is not called done either', async () => {
    const ended = { id: 'run', status: 'failed', error: { code: 'disconnected', message: 'left' } };
    const deps = {
      installations: { findByOrganizationId: async () => ({ status: 'connected' }) },
      records: { lookUp: async () => ({ isErased: false, isGone: false }) },
      makeId: () => 'run',
      requestEnrichmentAs: async () => ended,
    } as unknown as SyncRecordDeps;

    await expect(syncRecord(deps, RECORD)).rejects.toMatchObject({ code: 'disconnected' });
  });
});
