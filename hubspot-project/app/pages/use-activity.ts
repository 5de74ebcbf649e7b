import { useCallback, useEffect, useRef, useState } from 'react';
import type { ActivityItemWire } from '../../contract/activity.ts';
import type { ActivityFilter, AdminClient } from '../../contract/admin-client.ts';
import type { Answer } from '../../contract/client.ts';

/** Lines of one page of activity. */
const PAGE = 25;

type ActivityState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'problem'; readonly problem: Exclude<Answer<unknown>, { kind: 'ok' }> }
  | { readonly kind: 'ready'; readonly items: readonly ActivityItemWire[]; readonly cursor: string | null };

/** Reads the activity page by page; another status begins anew, and late answers to the one before are ignored. */
export function useActivity(admin: AdminClient, status: ActivityFilter['status']) {
  const [state, setState] = useState<ActivityState>({ kind: 'loading' });
  const turn = useRef(0);
  const read = useCallback(
    async (before: readonly ActivityItemWire[], cursor: string | null) => {
      turn.current += 1;
      const mine = turn.current;
      const answer = await admin.readActivity({ status, cursor, limit: PAGE });
      if (mine !== turn.current) return;
      setState(
        answer.kind === 'ok'
          ? { kind: 'ready', items: [...before, ...answer.value.items], cursor: answer.value.nextCursor }
          : { kind: 'problem', problem: answer },
      );
    },
    [admin, status],
  );
  useEffect(() => {
    setState({ kind: 'loading' });
    void read([], null);
    return () => {
      turn.current += 1;
    };
  }, [read]);
  const shown = state.kind === 'ready' ? { ...state, hasMore: state.cursor !== null } : state;
  return {
    ...shown,
    readAgain: () => void read([], null),
    readMore: () => {
      if (state.kind === 'ready') void read(state.items, state.cursor);
    },
  };
}
