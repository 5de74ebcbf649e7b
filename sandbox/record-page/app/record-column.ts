import type { CrmRecord } from './control-shapes.ts';
import type { ObjectType } from './object-types.ts';

/** What each column of the record page gets. */
export type RecordColumnProps = {
  readonly record: CrmRecord;
  readonly objectType: ObjectType;
  readonly refreshRecord: () => Promise<void>;
};
