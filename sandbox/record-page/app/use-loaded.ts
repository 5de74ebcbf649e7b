import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { coalesce } from './coalesce.ts';

/** Data on its way: what was read last stays visible while it is read again. */
export type Loaded<T> = {
  readonly data: T | undefined;
  readonly error: string | undefined;
  /** Reads again; resolves when the new data is shown. */
  readonly reload: () => Promise<void>;
};

/**
 * Reads something and keeps it.
 *
 * @param key   identity of what is read; when it changes the old data is dropped, `undefined` reads nothing
 * @param read  must not depend on anything that is not in `key`
 */
export function useLoaded<T>(key: string | undefined, read: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key?: string; data?: T; error?: string }>({});
  const latestRead = useRef(read);
  latestRead.current = read;
  const turn = useRef(0);

  const readOnce = useCallback(async () => {
    if (key === undefined) return;
    turn.current += 1;
    const mine = turn.current;
    const next = await latestRead.current().then(
      (data) => ({ key, data }),
      (error: unknown) => ({ key, error: error instanceof Error ? error.message : String(error) }),
    );
    if (mine !== turn.current) return; // A slower, older answer never replaces a newer one.
    setState((last) => ('error' in next && last.key === key ? { ...last, ...next } : next));
  }, [key]);

  // One change of a record is many events; they must not become as many readings.
  const reload = useMemo(() => coalesce(readOnce), [readOnce]);

  useEffect(() => void reload(), [reload]);
  const isCurrent = state.key === key;
  return { data: isCurrent ? state.data : undefined, error: isCurrent ? state.error : undefined, reload };
}
