import { createContext, useContext } from 'react';
import type { AdminClient } from '../../contract/admin-client.ts';
import type { BulkClient } from '../../contract/bulk-client.ts';

/** What every page asks, and for which account. */
export interface Backend {
  readonly admin: AdminClient;
  readonly bulk: BulkClient;
  /** A bulk run's results as CSV; null when they did not get through. */
  readonly readResults: (bulkId: string) => Promise<string | null>;
  readonly portalId: number;
}

const BackendContext = createContext<Backend | undefined>(undefined);

/** Gives the backend to the pages inside. */
export const BackendProvider = BackendContext.Provider;

/** Reads the backend around. */
export function useBackend(): Backend {
  const backend = useContext(BackendContext);
  if (!backend) throw new Error('A page was placed outside the app.');
  return backend;
}
