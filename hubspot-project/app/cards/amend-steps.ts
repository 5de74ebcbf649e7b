import type { FeedbackRequest } from '../../contract/requests.ts';
import { type CardSession, show } from './card-session.ts';
import { send } from './run-steps.ts';

/** Writes what the shown preview proposes; undefined: all of it. */
export function applyPreview(session: CardSession, properties?: readonly string[]): void {
  amend(session, 'apply', (id) => session.client.apply(id, properties));
}

/** Takes back what the shown run wrote; undefined: all of it. */
export function undoRun(session: CardSession, properties?: readonly string[]): void {
  amend(session, 'undo', (id) => session.client.undo(id, properties));
}

/** Forgets the company that the record is taken for. */
export function forgetMatch(session: CardSession): void {
  amend(session, 'forget', () => session.client.forgetMatch(session.objectType, session.objectId));
}

function amend(
  session: CardSession,
  deed: 'apply' | 'undo' | 'forget',
  ask: (id: string) => ReturnType<CardSession['client']['apply']>,
): void {
  const { state } = session;
  const id = state.kind === 'ready' ? state.record.enrichment?.id : undefined;
  if (id === undefined) return;
  session.repeat = () => void send(session, deed, () => ask(id));
  session.repeat(false);
}

/** Shows again what the preview stands in front of. */
export function closePreview(session: CardSession): void {
  const { state } = session;
  if (state.kind !== 'ready' || !state.behind) return;
  show(session, { ...state, record: { ...state.record, enrichment: state.behind }, behind: null });
}

/** Says of a score or signal that it is not useful, or takes that back; a failure leaves the mark as it was. */
export async function giveFeedback(session: CardSession, feedback: FeedbackRequest): Promise<void> {
  const { state } = session;
  if (state.kind !== 'ready' || !state.record.enrichment) return;
  const answer = await session.client.giveFeedback(state.record.enrichment.id, feedback);
  if (answer.kind !== 'ok' || session.state.kind !== 'ready') return;
  show(session, { ...session.state, record: { ...session.state.record, feedback: answer.value.feedback } });
}
