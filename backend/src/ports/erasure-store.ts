import type { RecordName } from './webhook-store.ts';

/**
 * Forgets people and portals.
 *
 * Contract for implementers:
 * - `eraseRecords` removes everything kept of these records (results, requests, memory, scores, feedback, logs,
 *   automation, queued work, executions) in one commit, and remembers their bare ids, so that a late event or a run that
 *   is under way brings nothing back; what was merged into them goes as well; repeating it is harmless;
 * - `findRecordsNaming` lists the contacts of an organisation whose kept data name this e-mail address, whatever its case;
 * - `erasePortal` removes every row of an organisation whose connection ended at least `days` ago, its place in the
 *   directory included; false when it is connected again or left more recently.
 */
export interface ErasureStore {
  eraseRecords(organizationId: string, records: readonly RecordName[]): Promise<{ readonly rows: number }>;
  findRecordsNaming(organizationId: string, email: string): Promise<readonly RecordName[]>;
  erasePortal(organizationId: string, days: number): Promise<boolean>;
}
