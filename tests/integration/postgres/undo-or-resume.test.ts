import { describe, expect, it } from 'vitest';
import { prepareStores } from '../../support/prepare-stores.ts';
import { beginBulkRun } from './begin-bulk-run.ts';

const { stores } = prepareStores();
const ADMIN = { kind: 'bulk', userId: 1 } as const;

describe('a bulk run', () => {
  it.each(['running', 'paused'])('whose undo is %s is not resumed at the same moment', async (undo) => {
    const { organizationId, bulkId, bulk } = await beginBulkRun(stores(), { status: 'stopped', undo });

    const run = await bulk.changeStatus({ organizationId, bulkId, from: ['stopped'], to: 'queued' });

    expect(run).toMatchObject({ status: 'stopped', undo: { status: undo } });
  });

  it.each(['queued', 'running', 'paused'])('that is %s is not undone at the same moment', async (status) => {
    const { organizationId, bulkId, bulk } = await beginBulkRun(stores(), { status });

    expect(await bulk.beginUndo({ organizationId, bulkId, requestedBy: ADMIN })).toBeUndefined();
    expect(await bulk.find(organizationId, bulkId)).toMatchObject({ status, undo: null });
  });

  it('whose undo failed is undone again as if for the first time', async () => {
    const { organizationId, bulkId, bulk } = await beginBulkRun(stores(), { status: 'completed' });
    await bulk.beginUndo({ organizationId, bulkId, requestedBy: ADMIN });
    const lease = { organizationId, bulkId, leaseOwner: 'leg', leaseSeconds: 60 };
    await bulk.lease(lease);
    await bulk.changeUndo({ organizationId, bulkId, to: 'failed', reason: 'It broke.' });
    await bulk.release({ ...lease, workedMs: 0, attempts: 25 });
    const failed = await bulk.find(organizationId, bulkId);

    await bulk.beginUndo({ organizationId, bulkId, requestedBy: ADMIN });

    expect(failed).toMatchObject({ undo: { status: 'failed', reason: 'It broke.' } });
    expect(await bulk.lease(lease)).toMatchObject({ attempts: 0, run: { undo: { status: 'running', reason: null } } });
  });

  it.each(['running', 'paused'])(
    'whose undo is %s when an admin disconnects the account is undone no further, and says so',
    async (undo) => {
      const { organizationId, bulkId, bulk } = await beginBulkRun(stores(), { status: 'completed', undo });

      await stores().installations.disconnect({ organizationId, reason: 'An admin disconnected it.', userId: 1 });

      expect(await bulk.find(organizationId, bulkId)).toMatchObject({
        status: 'completed',
        undo: { status: 'failed', reason: 'An admin disconnected it.' },
      });
    },
  );
});
