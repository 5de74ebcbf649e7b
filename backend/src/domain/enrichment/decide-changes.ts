import { AppError } from '../errors.ts';
import type { FieldMapping } from '../portal/settings.ts';
import type { IsoDateTime } from '../time.ts';
import type { PropertyChange } from './enrichment.ts';
import type { ValuedResult } from './values-of-result.ts';

/** One entry of a property's history, as far as it tells who set the value. */
export interface ValueVersion {
  readonly value: string;
  readonly at: IsoDateTime;
  /** HubSpot's words, e.g. `CRM_UI`, `INTEGRATION`. */
  readonly sourceType: string;
  /** App id for integrations. */
  readonly sourceId: string | null;
}

/** What the decision rests on. */
export interface DecideChangesInput {
  readonly result: ValuedResult;
  /** The mappings of this object type. */
  readonly mappings: readonly FieldMapping[];
  /** The record's values now; null: empty, absent: the account lacks the property. */
  readonly current: Readonly<Record<string, string | null>>;
  /** Newest first; properties without history may be absent. */
  readonly history: Readonly<Record<string, readonly ValueVersion[]>>;
  /** Last value we wrote per property (`RecordMemory.written`). */
  readonly written: Readonly<Record<string, string>>;
  /** Number of the company that the earlier values were about; null when there were none. */
  readonly previousCompanyNumber: string | null;
  /** Ids under which our own writes appear in the history (the app id); empty when unknown. */
  readonly ownSourceIds: readonly string[];
}

/** Decides per property what to write, clear or keep; `[]` when nothing would change. */
export function decideChanges(input: DecideChangesInput): readonly PropertyChange[] {
  throw new AppError('internal', `deciding is not built yet (${input.result.status})`);
}
