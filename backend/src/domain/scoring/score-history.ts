import type { ObjectType } from '../portal/settings.ts';
import type { IsoDate } from '../time.ts';
import type { ScorePartName } from './score.ts';

/**
 * What a company scored on one day, seen from one record: engagement is the record's own.
 *
 * A day has one entry for each different result.
 */
export interface ScoreHistoryEntry {
  readonly companyNumber: string;
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly asOf: IsoDate;
  /** 0–100; null when too little was known. */
  readonly total: number | null;
  /** 0–1. */
  readonly coverage: number;
  /** Name and version of the rules. */
  readonly model: string;
  /** 0–100; null when unknown. */
  readonly parts: Readonly<Record<ScorePartName, number | null>>;
  /** Digest of what it was computed from; null for results of before it was kept. */
  readonly inputHash: string | null;
}
