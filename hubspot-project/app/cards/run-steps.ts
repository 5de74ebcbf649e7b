import type { Answer } from '../../contract/client.ts';
import { makeIdempotencyKey } from '../../contract/make-idempotency-key.ts';
import type { EnrichmentAnswer } from '../../contract/requests.ts';
import { beginTurn, type CardSession, isWorking, show, showRun } from './card-session.ts';
import { type Deed, type FinishedEnrichment, isFinished, isOpenPreview, problemOf } from './enrichment-state.ts';
import { type AnyEnrichment, untilFinished } from './follow-run.ts';

/** What one click asks for beside the record itself. */
export interface EnrichChoice {
  readonly companyId?: string;
  readonly refresh?: boolean;
  readonly mode?: 'preview';
}

/** Reads the record's stored enrichment; follows its run when one is under way. */
export async function readRecord(session: CardSession): Promise<void> {
  const isCurrent = beginTurn(session);
  show(session, { kind: 'loading' });
  const answer = await session.client.readRecord(session.objectType, session.objectId);
  if (!isCurrent()) return;
  if (answer.kind !== 'ok') {
    show(session, { kind: 'unread', problem: problemOf(answer, 'read_again') });
    return;
  }
  const stored = answer.value.enrichment;
  const running = stored && !isFinished(stored) ? stored : null;
  const record = running ? { ...answer.value, enrichment: null } : answer.value;
  const deed: Deed = running?.mode === 'preview' ? 'preview' : 'enrich';
  show(session, { kind: 'ready', record, run: running ? { kind: 'working', deed } : { kind: 'idle' }, behind: null });
  if (running) await follow(session, running, deed, isCurrent);
}

/** Runs an enrichment or a preview; one click has one key, kept when the same click is tried again. */
export function enrich(session: CardSession, choice: EnrichChoice = {}): void {
  if (isWorking(session)) return;
  const deed: Deed = choice.mode === 'preview' ? 'preview' : 'enrich';
  let idempotencyKey = makeIdempotencyKey(session.objectId);
  const { objectType, objectId } = session;
  const ask = () => session.client.enrich({ objectType, objectId, idempotencyKey, ...choice });
  session.repeat = (isNewClick) => {
    if (isNewClick) idempotencyKey = makeIdempotencyKey(objectId);
    void send(session, deed, ask);
  };
  session.repeat(false);
}

/** Sends what a click asks for and shows what comes of it. */
export async function send(
  session: CardSession,
  deed: Deed,
  ask: () => Promise<Answer<EnrichmentAnswer>>,
): Promise<void> {
  if (isWorking(session)) return;
  const isCurrent = beginTurn(session);
  showRun(session, { kind: 'working', deed });
  const answer = await ask();
  if (!isCurrent()) return;
  if (answer.kind === 'ok') {
    await follow(session, answer.value.enrichment, deed, isCurrent);
    return;
  }
  const problem = problemOf(answer, 'same_click');
  // A new key helps an enrichment only; the rest is refused for how the record stands now.
  const isStale = problem.wayOn === 'new_click' && deed !== 'enrich' && deed !== 'preview';
  showRun(session, { kind: 'problem', problem: isStale ? { ...problem, wayOn: 'read_again' } : problem });
}

async function follow(session: CardSession, first: AnyEnrichment, deed: Deed, isCurrent: () => boolean) {
  session.runId = first.id;
  const end = await untilFinished(session.client, first, isCurrent, (waitingFor) =>
    showRun(session, { kind: 'working', deed, ...(waitingFor === undefined ? {} : { waitingFor }) }),
  );
  if (!isCurrent()) return;
  if (end.kind === 'problem') {
    showRun(session, end);
    return;
  }
  takeOver(session, end.enrichment);
  session.onFinished(end.enrichment, deed);
}

/** A preview stands in front of what the record has. */
function takeOver(session: CardSession, enrichment: FinishedEnrichment): void {
  const { state } = session;
  if (state.kind !== 'ready') return;
  const before = state.record.enrichment;
  const isInFront = isOpenPreview(enrichment);
  const behind = before && isFinished(before) && !isOpenPreview(before) ? before : state.behind;
  const record = { ...state.record, enrichment };
  show(session, { kind: 'ready', record, run: { kind: 'idle' }, behind: isInFront ? behind : null });
}

/** Follows the last run once more. */
export function lookAgain(session: CardSession): void {
  if (!session.runId) {
    void readRecord(session);
    return;
  }
  const deed: Deed = 'enrich';
  showRun(session, { kind: 'working', deed });
  void follow(session, { id: session.runId, status: 'running' }, deed, beginTurn(session));
}

/** Takes over what was stored elsewhere, without a sign of loading; does nothing while a run is under way. */
export async function lookQuietly(session: CardSession): Promise<void> {
  const mine = session.turn;
  const answer = await session.client.readRecord(session.objectType, session.objectId);
  const { state } = session;
  if (session.turn !== mine || isWorking(session) || state.kind !== 'ready' || answer.kind !== 'ok') return;
  const { enrichment } = answer.value;
  if (enrichment && isFinished(enrichment)) show(session, { ...state, record: answer.value });
}
