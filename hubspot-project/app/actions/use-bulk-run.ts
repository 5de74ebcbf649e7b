import { useDebounce } from '@hubspot/ui-extensions';
import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from 'react';
import type { BulkAnswer } from '../../contract/bulk.ts';
import type { BulkClient, BulkStart } from '../../contract/bulk-client.ts';
import type { Answer } from '../../contract/client.ts';
import { makeIdempotencyKey } from '../../contract/make-idempotency-key.ts';
import { type BulkState, isForAdmins, isMoving, type Selection } from './bulk-state.ts';

/** Between two looks at a run. */
const LOOK_EVERY_MS = 2_000;
/** Nobody wants an estimate for each digit typed. */
const TYPING_MS = 400;

/** What the person can do. */
export type BulkControl = ReturnType<typeof useBulkRun>;

/** Estimates the selection, starts a run once per click, follows it and steers it. */
export function useBulkRun(client: BulkClient, selection: Selection) {
  const [cap, setCap] = useState(selection.objectIds.length);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<BulkState>({ kind: 'estimating' });
  const isMounted = useIsMounted();
  const requested = useRef<BulkStart>();

  const requestFor = (records: number): BulkStart => {
    const { objectType, objectIds } = selection;
    // The key belongs to what is asked for: pressed twice it is one run, with another cap it is another.
    if (requested.current?.cap !== records) {
      const idempotencyKey = makeIdempotencyKey('bulk');
      requested.current = { objectType, objectIds: [...objectIds], cap: records, idempotencyKey };
    }
    return requested.current;
  };

  useEstimate({ client, cap, attempt, isEmpty: selection.objectIds.length === 0, requestFor, setState });

  const bulk = state.kind === 'run' ? state.bulk : undefined;
  useFollowing(client, bulk, (answer) => setState((last) => withAnswer(last, answer)));

  const start = async (records: number) => {
    // The explanation for somebody who is no admin stays in view while fewer records are started from it.
    setState((last) =>
      last.kind === 'estimated'
        ? { ...last, isStarting: true, problem: isForAdmins(last.problem) ? last.problem : null }
        : last,
    );
    const answer = await client.start(requestFor(records));
    if (isMounted.current) setState((last) => withAnswer(last, answer));
  };
  const steer = async (deed: (id: string) => Promise<Answer<BulkAnswer>>) => {
    if (!bulk) return;
    setState((last) => (last.kind === 'run' ? { ...last, isSteering: true, problem: null } : last));
    const answer = await deed(bulk.id);
    if (isMounted.current) setState((last) => withAnswer(last, answer));
  };
  return {
    state,
    cap,
    setCap,
    estimateAgain: () => setAttempt((last) => last + 1),
    start,
    stop: () => steer(client.stop),
    resume: () => steer(client.resume),
    undo: () => steer(client.undo),
  };
}

/** Keeps what was known when there is no answer, and says so beside it. */
function withAnswer(last: BulkState, answer: Answer<BulkAnswer>): BulkState {
  if (answer.kind === 'ok') return { kind: 'run', bulk: answer.value.bulk, isSteering: false, problem: null };
  if (last.kind === 'estimated') return { ...last, isStarting: false, problem: answer };
  return last.kind === 'run' ? { ...last, isSteering: false, problem: answer } : last;
}

interface EstimateInput {
  readonly client: BulkClient;
  readonly cap: number;
  readonly attempt: number;
  readonly isEmpty: boolean;
  readonly requestFor: (records: number) => BulkStart;
  readonly setState: Dispatch<SetStateAction<BulkState>>;
}

function useEstimate(input: EstimateInput): void {
  const cap = useDebounce(input.cap, TYPING_MS);
  const { attempt } = input;
  const latest = useRef(input);
  latest.current = input;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again on another cap or on purpose, and for no other reason
  useEffect(() => {
    const { client, isEmpty, requestFor, setState } = latest.current;
    if (isEmpty) return;
    let isCurrent = true;
    // The form stays while it is asked again: whoever types a number keeps the field.
    setState((last) => (last.kind === 'estimated' ? { ...last, problem: null } : { kind: 'estimating' }));
    void client.estimate(requestFor(cap)).then((answer) => {
      if (!isCurrent) return;
      if (answer.kind !== 'ok') setState({ kind: 'no_estimate', problem: answer });
      else setState({ kind: 'estimated', estimate: answer.value.bulk.estimate, isStarting: false, problem: null });
    });
    return () => {
      isCurrent = false;
    };
  }, [cap, attempt]);
}

/** Looks again while the run moves; a look that fails is shown and the next one is tried all the same. */
function useFollowing(
  client: BulkClient,
  bulk: (Parameters<typeof isMoving>[0] & { readonly id: string }) | undefined,
  onAnswer: (answer: Answer<BulkAnswer>) => void,
): void {
  const id = bulk && isMoving(bulk) ? bulk.id : undefined;
  const latest = useRef(onAnswer);
  latest.current = onAnswer;
  useEffect(() => {
    if (id === undefined) return;
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const lookLater = () => {
      timer = setTimeout(async () => {
        const answer = await client.read(id);
        if (!isCurrent) return;
        latest.current(answer);
        lookLater();
      }, LOOK_EVERY_MS);
    };
    lookLater();
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, id]);
}

function useIsMounted() {
  const isMounted = useRef(true);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  return isMounted;
}
