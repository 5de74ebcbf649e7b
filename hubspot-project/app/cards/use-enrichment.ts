import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { FeedbackRequest } from '../../contract/requests.ts';
import { applyPreview, closePreview, forgetMatch, giveFeedback, undoRun } from './amend-steps.ts';
import { type CardSession, type CardSubject, makeCardSession } from './card-session.ts';
import type { CardState } from './enrichment-state.ts';
import { type EnrichChoice, enrich, lookAgain, lookQuietly, readRecord } from './run-steps.ts';

/** What the card shows and what can be done from it. */
export interface EnrichmentControl {
  readonly state: CardState;
  readonly enrich: (choice?: EnrichChoice) => void;
  /** Writes what the preview proposes: chosen properties, or all. */
  readonly apply: (properties?: readonly string[]) => void;
  /** Takes back what was written: chosen properties, or all. */
  readonly undo: (properties?: readonly string[]) => void;
  readonly forget: () => void;
  readonly judge: (feedback: FeedbackRequest) => void;
  readonly closePreview: () => void;
  /** The way on that the shown problem offers. */
  readonly goOn: () => void;
  /** Reads the record once more. */
  readonly checkAgain: () => void;
  /** Takes over what was stored elsewhere, without a sign of loading; does nothing while a run is under way. */
  readonly lookQuietly: () => void;
}

/**
 * Reads the record's stored enrichment on mount and does what is clicked.
 *
 * @param input.onFinished called once for each thing that this card saw done
 */
export function useEnrichment(
  input: CardSubject & { readonly onFinished: CardSession['onFinished'] },
): EnrichmentControl {
  const { client, objectType, objectId, onFinished } = input;
  const session = useMemo(() => makeCardSession({ client, objectType, objectId }), [client, objectType, objectId]);
  session.onFinished = onFinished;
  const store = useMemo(() => storeOf(session), [session]);
  const state = useSyncExternalStore(store.subscribe, store.read, store.read);
  useEffect(() => {
    void readRecord(session);
    return () => {
      session.turn += 1;
    };
  }, [session]);
  const actions = useMemo(() => actionsOf(session), [session]);
  return { state, ...actions };
}

function storeOf(session: CardSession) {
  return {
    read: () => session.state,
    subscribe: (listener: () => void) => {
      session.listeners.add(listener);
      return () => void session.listeners.delete(listener);
    },
  };
}

function actionsOf(session: CardSession): Omit<EnrichmentControl, 'state'> {
  return {
    enrich: (choice) => enrich(session, choice),
    apply: (properties) => applyPreview(session, properties),
    undo: (properties) => undoRun(session, properties),
    forget: () => forgetMatch(session),
    judge: (feedback) => void giveFeedback(session, feedback),
    closePreview: () => closePreview(session),
    goOn: () => goOn(session),
    checkAgain: () => void readRecord(session),
    lookQuietly: () => void lookQuietly(session),
  };
}

function goOn(session: CardSession): void {
  const { state } = session;
  const problem = state.kind === 'ready' && state.run.kind === 'problem' ? state.run.problem : undefined;
  switch (problem?.wayOn) {
    case 'same_click':
      session.repeat?.(false);
      break;
    case 'new_click':
      session.repeat?.(true);
      break;
    case 'look_again':
      lookAgain(session);
      break;
    default:
      void readRecord(session);
  }
}
