import type { BulkState } from '../bulk-state.ts';
import type { BulkControl } from '../use-bulk-run.ts';

/** What every view of a run gets. */
export type RunProps = Omit<Extract<BulkState, { kind: 'run' }>, 'kind'> & { readonly control: BulkControl };
