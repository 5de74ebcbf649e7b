import { describe, expect, it } from 'vitest';
import { resumeBulk, type SteerBulkDeps, type SteerBulkInput } from '../../../backend/src/use-cases/bulk/steer-bulk.ts';

describe('a bulk run', () => {
  it.each(['running', 'paused'])('whose undo is %s is not resumed, and that is said', async (status) => {
    const bulk = { find: async () => ({ status: 'stopped', total: 3, undo: { status } }) };
    const input = { installation: { organizationId: 'ours' }, userId: 1, bulkId: 'run' };

    const resumed = resumeBulk({ bulk } as unknown as SteerBulkDeps, input as unknown as SteerBulkInput);

    await expect(resumed).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('being undone') });
  });
});
