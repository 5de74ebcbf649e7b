import { type BulkRun, isBeingUndone } from '../../domain/bulk/bulk-run.ts';
import type { RequestedBy } from '../../domain/enrichment/enrichment.ts';
import { AppError } from '../../domain/errors.ts';
import { mayAdminister } from '../../domain/portal/may-administer.ts';
import type { BulkStore } from '../../ports/bulk-store.ts';
import type { Installation } from '../../ports/installation-store.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';

/** What steering touches. */
export interface SteerBulkDeps {
  readonly bulk: BulkStore;
  readonly settings: SettingsStore;
}

/** Whose run, and who steers it. */
export interface SteerBulkInput {
  readonly installation: Installation;
  readonly userId: number | null;
  readonly bulkId: string;
  /** True when the edge has checked already that the caller may. */
  readonly isAdministrator?: boolean;
}

/** Reads a run; throws `not_found` for one that is not this account's. */
export async function viewBulk(deps: Pick<SteerBulkDeps, 'bulk'>, input: SteerBulkInput): Promise<BulkRun> {
  const run = await deps.bulk.find(input.installation.organizationId, input.bulkId);
  if (!run) throw new AppError('not_found', 'There is no such bulk run in this HubSpot account.');
  return run;
}

/** Stops a run after the batch that is being written, at most; stopping what has ended changes nothing. */
export async function stopBulk(deps: SteerBulkDeps, input: SteerBulkInput): Promise<BulkRun> {
  const { total } = await viewBulk(deps, input);
  await requireAdminAbove(deps, input, total);
  return change(deps, input, ['queued', 'running', 'paused'], 'stopped');
}

/**
 * Goes on where the run was stopped, paused or given up; nothing happens while it runs or when it is complete. Refused while it is
 * being undone.
 */
export async function resumeBulk(deps: SteerBulkDeps, input: SteerBulkInput): Promise<BulkRun> {
  const run = await viewBulk(deps, input);
  await requireAdminAbove(deps, input, run.total);
  if (isBeingUndone(run)) {
    throw new AppError('conflict', 'This run is being undone. Wait until that has ended, then resume it.');
  }
  return change(deps, input, ['stopped', 'paused', 'failed'], 'queued');
}

/** Takes back what a run wrote, and goes on at once where that is paused; a run that still works is refused. Admins only. */
export async function undoBulk(deps: SteerBulkDeps, input: SteerBulkInput): Promise<BulkRun> {
  const run = await viewBulk(deps, input);
  await requireAdminAbove(deps, input, Number.POSITIVE_INFINITY);
  if (run.undo?.status === 'running') return run;
  if (run.status === 'queued' || run.status === 'running' || run.status === 'paused') {
    throw new AppError('conflict', 'This run is still working. Stop it first, then undo it.');
  }
  const { organizationId } = input.installation;
  const requestedBy = requestedByOf(input);
  const undone = await deps.bulk.beginUndo({ organizationId, bulkId: run.id, requestedBy });
  return undone ?? run;
}

function requestedByOf({ userId }: SteerBulkInput): RequestedBy {
  return { kind: 'bulk', ...(userId === null ? {} : { userId }) };
}

async function change(
  deps: SteerBulkDeps,
  input: SteerBulkInput,
  from: Parameters<BulkStore['changeStatus']>[0]['from'],
  to: 'stopped' | 'queued',
): Promise<BulkRun> {
  const { organizationId } = input.installation;
  const changed = { organizationId, bulkId: input.bulkId, from, to, requestedBy: requestedByOf(input) };
  return (await deps.bulk.changeStatus(changed)) ?? viewBulk(deps, input);
}

/** Who may not start a run of this size may not steer it either. */
async function requireAdminAbove(deps: SteerBulkDeps, input: SteerBulkInput, records: number): Promise<void> {
  if (records <= 100 || input.isAdministrator) return;
  const { organizationId, installedByUserId } = input.installation;
  if (mayAdminister(installedByUserId, await deps.settings.read(organizationId), input.userId)) return;
  throw new AppError('forbidden', 'Only an admin of oppSpot may do this. Ask the person who installed it.');
}
