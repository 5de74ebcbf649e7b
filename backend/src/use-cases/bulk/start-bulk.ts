import type { BulkEstimate, BulkRun, BulkSelection } from '../../domain/bulk/bulk-run.ts';
import { estimateBulk } from '../../domain/bulk/estimate-bulk.ts';
import { canonicalText } from '../../domain/enrichment/input-hash.ts';
import { AppError } from '../../domain/errors.ts';
import { mayAdminister } from '../../domain/portal/may-administer.ts';
import type { ObjectType } from '../../domain/portal/settings.ts';
import { sha256Hex } from '../../lib/random-token.ts';
import type { BulkCrm } from '../../ports/bulk-crm.ts';
import type { BulkStore } from '../../ports/bulk-store.ts';
import type { Installation } from '../../ports/installation-store.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { SummaryWriter } from '../../ports/summary-writer.ts';
import type { GetAccessTokenDeps } from '../get-access-token.ts';
import { type CountedSession, openCrmSession } from '../open-crm-session.ts';
import { sampleCompanies } from './sample-companies.ts';

/** More records than this need an admin. */
export const RECORDS_WITHOUT_ADMIN = 100;

/** What the use case touches. */
export interface StartBulkDeps extends GetAccessTokenDeps {
  readonly bulk: BulkStore;
  readonly crm: BulkCrm;
  readonly settings: SettingsStore;
  /** undefined: no model is configured, and the template writes. */
  readonly writer: SummaryWriter | undefined;
  readonly makeId: () => string;
}

/** Who asks for what. */
export interface StartBulkInput {
  readonly installation: Installation;
  readonly userId: number | null;
  readonly objectType: ObjectType;
  readonly selection: BulkSelection;
  readonly idempotencyKey: string;
  /** Records at most; null: all of the selection. */
  readonly cap: number | null;
  /** True when the edge has checked already that the caller may. */
  readonly isAdministrator?: boolean;
}

/** What a run would be. */
interface BulkPlan {
  readonly selection: BulkSelection;
  readonly estimate: BulkEstimate;
}

/** Says what a run would take; starts nothing. */
export async function estimateBulkRun(deps: StartBulkDeps, input: StartBulkInput): Promise<BulkEstimate> {
  return (await plan(deps, input)).estimate;
}

/**
 * Starts a bulk run, once per idempotency key: the same key and body answer the run that there is.
 *
 * Throws `conflict` for a key used for something else, `forbidden` above 100 records for who is no admin, `invalid_input`
 * for a list that does not exist or holds another object type.
 */
export async function startBulk(deps: StartBulkDeps, input: StartBulkInput): Promise<BulkRun> {
  const { organizationId } = input.installation;
  const { objectType, selection, cap, idempotencyKey } = input;
  const requestHash = sha256Hex(canonicalText({ objectType, selection, cap }));
  const known = await deps.bulk.findByKey(organizationId, idempotencyKey, requestHash);
  if (known) return runOf(known);
  const { estimate, selection: chosen } = await plan(deps, input);
  await requireAdminAbove(deps, input, estimate.records);
  const begun = await deps.bulk.begin({
    organizationId,
    bulkId: deps.makeId(),
    objectType,
    selection: chosen,
    idempotencyKey,
    requestHash,
    requestedBy: { kind: 'bulk', ...(input.userId === null ? {} : { userId: input.userId }) },
    cap,
    total: estimate.records,
    estimate,
  });
  return runOf(begun);
}

function runOf(begun: Awaited<ReturnType<BulkStore['begin']>>): BulkRun {
  if (begun.kind !== 'conflict') return begun.run;
  throw new AppError('conflict', 'This idempotency key was used for other records. Send a new key.');
}

async function requireAdminAbove(deps: StartBulkDeps, input: StartBulkInput, records: number): Promise<void> {
  if (records <= RECORDS_WITHOUT_ADMIN || input.isAdministrator) return;
  const { organizationId, installedByUserId } = input.installation;
  const settings = await deps.settings.read(organizationId);
  if (mayAdminister(installedByUserId, settings, input.userId)) return;
  const message = `More than ${RECORDS_WITHOUT_ADMIN} records at once need an admin. Choose fewer, or ask an admin to start the run.`;
  throw new AppError('forbidden', message);
}

async function plan(deps: StartBulkDeps, input: StartBulkInput): Promise<BulkPlan> {
  const session = openCrmSession(deps, input.installation, 'interactive');
  const { selection, total } = await measure(deps, input, session);
  const records = Math.min(total, input.cap ?? total);
  const { objectType } = input;
  const ids = selection.kind === 'records' ? selection.objectIds.slice(0, records) : null;
  const { organizationId } = input.installation;
  const [unchangedShare, sample, experience, { automation }] = await Promise.all([
    deps.bulk.readKnownShare(organizationId, objectType, ids, records),
    sampleCompanies(deps, session, { objectType, selection, records }),
    deps.bulk.readExperience(organizationId, objectType),
    deps.settings.read(organizationId),
  ]);
  const matched = experience.matched ?? 1;
  // Only the first record of a company gets a deal.
  const dealsAtMost = objectType === 'contacts' ? sample.companies : 1;
  const estimate = estimateBulk({
    objectType,
    selectionKind: selection.kind,
    records,
    unchangedShare,
    companiesPerRecord: sample.companies,
    modelCallsPerRecord: deps.writer === undefined ? 0 : sample.newCompanies * matched,
    tokensPerCall: TOKENS_PER_CALL,
    tasksPerRecord: automation.task.enabled ? (experience.tasks ?? 1) : 0,
    dealsPerRecord: automation.deal.enabled ? Math.min(experience.deals ?? 1, dealsAtMost) : 0,
  });
  return { selection, estimate };
}

/** Prompt and answer about one company; see docs/model.md for the measurement. */
const TOKENS_PER_CALL = 1_700;

async function measure(
  deps: StartBulkDeps,
  { selection, objectType }: StartBulkInput,
  session: CountedSession,
): Promise<{ readonly selection: BulkSelection; readonly total: number }> {
  if (selection.kind === 'records') {
    const objectIds = [...new Set(selection.objectIds)];
    return { selection: { kind: 'records', objectIds }, total: objectIds.length };
  }
  if (selection.kind === 'all') {
    return { selection, total: await deps.crm.countRecords(session, objectType) };
  }
  const list = await deps.crm.readList(session, selection.listId);
  const refuse = (message: string) =>
    new AppError('invalid_input', message, { fields: [{ field: 'listId', message }] });
  if (!list) throw refuse('HubSpot has no list of this id.');
  if (list.objectType !== objectType) throw refuse(`The list “${list.name}” does not hold ${objectType}.`);
  return { selection, total: list.size ?? (await countMembers(deps, session, selection.listId)) };
}

/** HubSpot does not tell the size of every list; then its pages are counted. */
async function countMembers(deps: StartBulkDeps, session: CountedSession, listId: string): Promise<number> {
  let total = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<BulkCrm['listMembers']>> = await deps.crm.listMembers(session, listId, cursor);
    total += page.objectIds.length;
    cursor = page.next;
  } while (cursor !== null);
  return total;
}
