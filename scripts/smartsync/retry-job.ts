import { makeJobQueue } from '../../backend/src/adapters/postgres/job-queue.ts';
import type { Database } from '../../backend/src/adapters/postgres/make-database.ts';
import { AppError } from '../../backend/src/domain/errors.ts';
import { formatColumns } from './format-columns.ts';
import { listPortals } from './list-portals.ts';

/**
 * `smartsync retry`: queues a job or a waiting record again that was given up, each portal looked at under its own tenant.
 *
 * @param id undefined: lists what was given up
 */
export async function retryJob(database: Database, id: string | undefined): Promise<string> {
  const queue = makeJobQueue(database);
  const portals = await listPortals(database);
  if (id === undefined) {
    const found = [];
    for (const { portalId, organizationId } of portals) {
      found.push(...(await queue.listDead(organizationId)).map((job) => ({ portalId, ...job })));
    }
    if (found.length === 0) return 'No job was given up.';
    const lines = found.map(({ id: jobId, portalId, task, attempts, errorCode, errorMessage, diedAt }) => {
      const at = diedAt.toISOString().slice(0, 19);
      return [jobId, at, String(portalId), task, String(attempts), errorCode, errorMessage];
    });
    return formatColumns(['id', 'given up (UTC)', 'portal', 'job', 'tries', 'error', 'message'], lines);
  }
  for (const { portalId, organizationId } of portals) {
    if (await queue.replay(organizationId, id)) return `Job ${id} of portal ${portalId} is queued again.`;
  }
  throw new AppError('not_found', `No job ${id} was given up. List them with: npm run smartsync -- retry`);
}
