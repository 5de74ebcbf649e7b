import { useCallback, useEffect, useRef, useState } from 'react';
import type { BulkAnswer } from '../../contract/bulk.ts';
import type { BulkClient } from '../../contract/bulk-client.ts';
import type { Answer } from '../../contract/client.ts';
import { isMoving } from './words/bulk-words.ts';

/** One run. */
export type BulkRunWire = BulkAnswer['bulk'];
/** What a person can do to a run. */
export type BulkDeed = 'stop' | 'resume' | 'undo';

/** Often enough to see it move; HubSpot allows an account twenty requests at once. */
const LOOK_EVERY_MS = 2_000;

/** Follows one run while it moves, and steers it. */
export function useBulkRun(bulk: BulkClient, first: BulkRunWire, lookEveryMs: number = LOOK_EVERY_MS) {
  const [run, setRun] = useState(first);
  const [working, setWorking] = useState<BulkDeed | null>(null);
  const [problem, setProblem] = useState<Exclude<Answer<unknown>, { kind: 'ok' }> | null>(null);
  const isMounted = useRef(true);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  const take = useCallback((answer: Answer<BulkAnswer>) => {
    if (!isMounted.current) return;
    if (answer.kind === 'ok') setRun(answer.value.bulk);
    setProblem(answer.kind === 'ok' ? null : answer);
  }, []);
  const moves = isMoving(run);
  useEffect(() => {
    if (!moves) return;
    // Each look begins a time after the one before has been answered, however slow that was.
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const look = () => {
      timer = setTimeout(async () => {
        const answer = await bulk.read(first.id);
        if (isOver) return;
        take(answer);
        look();
      }, lookEveryMs);
    };
    look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [bulk, first.id, moves, lookEveryMs, take]);
  const steer = async (deed: BulkDeed) => {
    setWorking(deed);
    take(await bulk[deed](first.id));
    if (isMounted.current) setWorking(null);
  };
  return { run, working, problem, steer };
}
