import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { overviewSchema } from '../../../hubspot-project/contract/index.ts';
import { call, keepCsrfTokenOf } from './client.ts';
import {
  bulkRunsShape,
  connectionsShape,
  healthShape,
  historyShape,
  mappingsShape,
  propertiesShape,
  runShape,
  type SessionAnswer,
  usageShape,
  whoShape,
} from './shapes.ts';

/** Who is signed in; null: nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<SessionAnswer | null> => {
    const answer = await call(whoShape, '/session', { signal });
    if (answer.session === null) return null;
    keepCsrfTokenOf(answer);
    return answer;
  },
  staleTime: Number.POSITIVE_INFINITY,
});

export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) => call(connectionsShape, '/connections', { signal }),
});

export const healthQuery = (id: string) =>
  queryOptions({
    queryKey: ['connections', id, 'health'],
    queryFn: ({ signal }) => call(healthShape, `/connections/${id}/health`, { signal }),
    staleTime: 60_000,
  });

/** What a person chose to see of the history. */
export interface HistoryFilter {
  readonly search: string;
  readonly status: string;
  readonly kind: string;
  readonly objectType: string;
  readonly cursor: string | null;
}

export const historyQuery = (filter: HistoryFilter) =>
  queryOptions({
    queryKey: ['history', filter],
    queryFn: ({ signal }) => {
      const chosen = Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1]));
      return call(historyShape, `/history?${new URLSearchParams(chosen)}`, { signal });
    },
    // The table stays where it is while the next page comes.
    placeholderData: keepPreviousData,
  });

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['history', 'run', id],
    queryFn: async ({ signal }) => (await call(runShape, `/enrichments/${id}`, { signal })).enrichment,
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 1_500 : false),
  });

export const bulkRunsQuery = queryOptions({
  queryKey: ['bulk'],
  queryFn: ({ signal }) => call(bulkRunsShape, '/bulk-runs', { signal }),
});

export const mappingsQuery = queryOptions({
  queryKey: ['mappings'],
  queryFn: ({ signal }) => call(mappingsShape, '/mappings', { signal }),
});

export const propertiesQuery = (objectType: string) =>
  queryOptions({
    queryKey: ['properties', objectType],
    queryFn: ({ signal }) => call(propertiesShape, `/properties/${objectType}`, { signal }),
    staleTime: 60_000,
  });

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => call(overviewSchema, '/overview', { signal }),
});

export const usageQuery = queryOptions({
  queryKey: ['usage'],
  queryFn: ({ signal }) => call(usageShape, '/usage?days=30', { signal }),
});

/** Forgets everything that the person saw, and shows the sign-in. */
export function showSignedOut(client: QueryClient): void {
  client.setQueryData(sessionQuery.queryKey, null);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
}
