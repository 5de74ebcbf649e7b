import { useCallback, useEffect, useRef, useState } from 'react';
import type { SmartSyncClient } from '../../contract/client.ts';
import type { ObjectTypeName } from '../../contract/object-type.ts';
import { type CardState, type FinishedEnrichment, isFinished, problemOf, type Run } from './enrichment-state.ts';
import { type AnyEnrichment, untilFinished } from './follow-run.ts';
import { makeIdempotencyKey } from './make-idempotency-key.ts';

/** What one click asks for beside the record itself. */
export interface EnrichChoice {
  readonly companyId?: string;
  readonly refresh?: boolean;
}

/** What the card shows and what can be done from it. */
export interface EnrichmentControl {
  readonly state: CardState;
  readonly enrich: (choice?: EnrichChoice) => void;
  /** The way on that the shown problem offers. */
  readonly goOn: () => void;
  /** Reads the record once more. */
  readonly checkAgain: () => void;
  /** Takes over what was stored elsewhere, without a sign of loading; does nothing while a run is under way. */
  readonly lookQuietly: () => void;
}

/**
 * Reads the record's stored enrichment on mount and runs new ones.
 *
 * Answers that arrive after the card has turned to something else (another record, another click) are ignored. One
 * click has one idempotency key, kept when the same click is tried again.
 *
 * @param input.onFinished called once for each run that this card saw end
 */
export function useEnrichment(input: {
  readonly client: SmartSyncClient;
  readonly objectType: ObjectTypeName;
  readonly objectId: string;
  readonly onFinished: (enrichment: FinishedEnrichment) => void;
}): EnrichmentControl {
  const { client, objectType, objectId } = input;
  const [state, setState] = useState<CardState>({ kind: 'loading' });
  const turn = useRef(0);
  const click = useRef<{ readonly key: string; readonly choice: EnrichChoice } | null>(null);
  const runId = useRef<string | null>(null);
  const isWorking = useRef(false);
  const onFinished = useRef(input.onFinished);
  onFinished.current = input.onFinished;

  const beginTurn = useCallback(() => {
    turn.current += 1;
    const mine = turn.current;
    return () => turn.current === mine;
  }, []);

  const setRun = useCallback((run: Run) => {
    isWorking.current = run.kind === 'working';
    setState((before) => (before.kind === 'ready' ? { ...before, run } : before));
  }, []);

  const follow = useCallback(
    async (first: AnyEnrichment, isCurrent: () => boolean) => {
      runId.current = first.id;
      const end = await untilFinished(client, first, isCurrent);
      if (!isCurrent()) return;
      if (end.kind === 'problem') return setRun(end);
      isWorking.current = false;
      setState((before) =>
        before.kind === 'ready'
          ? { ...before, record: { ...before.record, enrichment: end.enrichment }, run: { kind: 'idle' } }
          : before,
      );
      onFinished.current(end.enrichment);
    },
    [client, setRun],
  );

  const read = useCallback(async () => {
    const isCurrent = beginTurn();
    isWorking.current = false;
    setState({ kind: 'loading' });
    const answer = await client.readRecord(objectType, objectId);
    if (!isCurrent()) return;
    if (answer.kind !== 'ok') return setState({ kind: 'unread', problem: problemOf(answer, 'read_again') });
    const running = answer.value.enrichment && !isFinished(answer.value.enrichment) ? answer.value.enrichment : null;
    isWorking.current = running !== null;
    setState({
      kind: 'ready',
      record: running ? { ...answer.value, enrichment: null } : answer.value,
      run: { kind: running ? 'working' : 'idle' },
    });
    if (running) await follow(running, isCurrent);
  }, [beginTurn, client, follow, objectId, objectType]);

  useEffect(() => {
    void read();
    return () => {
      turn.current += 1;
    };
  }, [read]);

  const send = useCallback(async () => {
    const asked = click.current;
    if (!asked || isWorking.current) return;
    const isCurrent = beginTurn();
    setRun({ kind: 'working' });
    const answer = await client.enrich({ objectType, objectId, idempotencyKey: asked.key, ...asked.choice });
    if (!isCurrent()) return;
    if (answer.kind !== 'ok') return setRun({ kind: 'problem', problem: problemOf(answer, 'same_click') });
    await follow(answer.value.enrichment, isCurrent);
  }, [beginTurn, client, follow, objectId, objectType, setRun]);

  const enrich = useCallback(
    (choice: EnrichChoice = {}) => {
      if (isWorking.current) return;
      click.current = { key: makeIdempotencyKey(objectId), choice };
      void send();
    },
    [objectId, send],
  );

  const lookAgain = useCallback(() => {
    if (!runId.current) return void read();
    setRun({ kind: 'working' });
    void follow({ id: runId.current, status: 'running' }, beginTurn());
  }, [beginTurn, follow, read, setRun]);

  const goOn = useCallback(() => {
    const problem = problemIn(state);
    if (problem?.wayOn === 'same_click') return void send();
    if (problem?.wayOn === 'new_click') return enrich(click.current?.choice);
    if (problem?.wayOn === 'look_again') return lookAgain();
    void read();
  }, [enrich, lookAgain, read, send, state]);

  const checkAgain = useCallback(() => void read(), [read]);

  const lookQuietly = useCallback(async () => {
    const mine = turn.current;
    const answer = await client.readRecord(objectType, objectId);
    if (turn.current !== mine || isWorking.current || answer.kind !== 'ok') return;
    const { enrichment } = answer.value;
    if (!enrichment || !isFinished(enrichment)) return;
    setState((before) => (before.kind === 'ready' ? { ...before, record: answer.value } : before));
  }, [client, objectId, objectType]);

  return { state, enrich, goOn, checkAgain, lookQuietly: () => void lookQuietly() };
}

function problemIn(state: CardState) {
  if (state.kind === 'unread') return state.problem;
  return state.kind === 'ready' && state.run.kind === 'problem' ? state.run.problem : undefined;
}
