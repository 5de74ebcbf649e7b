import { useEffect, useState } from 'react';
import type { Answer } from '../contract/client.ts';

/** What a page knows of one question to the backend. */
export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: Exclude<Answer<T>, { kind: 'ok' }> };

/**
 * Asks on mount, whenever `key` changes, and on `reload`; a late answer to an older question is ignored.
 *
 * While it asks again for the same key, the last answer stays.
 */
export function useAnswer<T>(key: string, ask: () => Promise<Answer<T>>) {
  const [asked, setAsked] = useState({ key, turn: 0 });
  const [answered, setAnswered] = useState<{ readonly key: string; readonly loaded: Loaded<T> }>();
  const turn = asked.key === key ? asked.turn : 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the question; `ask` is made anew at each render
  useEffect(() => {
    let isCurrent = true;
    void ask().then((answer) => {
      if (!isCurrent) return;
      const loaded: Loaded<T> =
        answer.kind === 'ok' ? { kind: 'ready', value: answer.value } : { kind: 'problem', problem: answer };
      setAnswered({ key, loaded });
    });
    return () => {
      isCurrent = false;
    };
  }, [key, turn]);
  const loaded: Loaded<T> = answered?.key === key ? answered.loaded : { kind: 'loading' };
  return { loaded, reload: () => setAsked({ key, turn: turn + 1 }) };
}
