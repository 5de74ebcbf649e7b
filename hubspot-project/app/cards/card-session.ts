import type { SmartSyncClient } from '../../contract/client.ts';
import type { ObjectTypeName } from '../../contract/object-type.ts';
import type { CardState, Deed, FinishedEnrichment, Run } from './enrichment-state.ts';

/** What a card is made for. */
export interface CardSubject {
  readonly client: SmartSyncClient;
  readonly objectType: ObjectTypeName;
  readonly objectId: string;
}

/**
 * One card on one record: what it shows, and which answer it waits for.
 *
 * An answer counts only while nothing newer was begun (another click, another record): that is what a turn is for.
 */
export interface CardSession extends CardSubject {
  state: CardState;
  turn: number;
  /** The run that is or was followed last. */
  runId: string | null;
  /** Does the last click once more, under the same idempotency key or a new one. */
  repeat: ((isNewClick: boolean) => void) | null;
  /** Called once for each thing that this card saw done. */
  onFinished: (enrichment: FinishedEnrichment, deed: Deed) => void;
  readonly listeners: Set<() => void>;
}

/** Begins with nothing read yet. */
export function makeCardSession(subject: CardSubject): CardSession {
  return {
    ...subject,
    state: { kind: 'loading' },
    turn: 0,
    runId: null,
    repeat: null,
    onFinished: () => {},
    listeners: new Set(),
  };
}

/** Shows something else. */
export function show(session: CardSession, state: CardState): void {
  session.state = state;
  for (const listener of session.listeners) listener();
}

/** Says what the card does beside showing what it has; of no effect before the record was read. */
export function showRun(session: CardSession, run: Run): void {
  if (session.state.kind === 'ready') show(session, { ...session.state, run });
}

/** Begins something newer; answers to what was before are ignored from now on. */
export function beginTurn(session: CardSession): () => boolean {
  session.turn += 1;
  const mine = session.turn;
  return () => session.turn === mine;
}

/** Tells whether an answer is awaited that a click must not overtake. */
export function isWorking({ state }: CardSession): boolean {
  return state.kind === 'ready' && state.run.kind === 'working';
}
