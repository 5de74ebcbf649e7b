import { useQuery } from '@tanstack/react-query';
import { connectionsQuery } from './queries.ts';
import type { Connection } from './shapes.ts';

/** The connection that work goes through: the active one, which a connect puts first. */
export interface ActiveConnection {
  /** Undefined: not known yet; null: there is none. */
  readonly connection: Connection | null | undefined;
  /** Why it is not known; null: nothing went wrong. */
  readonly problem: { readonly error: unknown; readonly onRetry: () => void } | null;
}

/** Which one it is. What needs a connection asks here first, so that nothing is asked that the server must refuse. */
export function useActiveConnection(): ActiveConnection {
  const { data, isError, error, refetch } = useQuery(connectionsQuery);
  const found = data === undefined ? undefined : (data.connections.find(({ is_active }) => is_active) ?? null);
  const isUnknown = isError && found === undefined;
  return { connection: found, problem: isUnknown ? { error, onRetry: () => void refetch() } : null };
}
