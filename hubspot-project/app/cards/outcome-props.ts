import type { ReactNode } from 'react';
import type { ObjectTypeName } from '../../contract/object-type.ts';
import type { RecordAnswer } from '../../contract/requests.ts';
import type { FinishedEnrichment } from './enrichment-state.ts';

/** What every ended run's view gets. */
export interface OutcomeProps {
  readonly enrichment: FinishedEnrichment;
  /** What the record scored when it was read, the newest first. */
  readonly history: RecordAnswer['history'];
  readonly settings: RecordAnswer['settings'];
  readonly objectType: ObjectTypeName;
  readonly chooser: ReactNode;
  readonly isWorking: boolean;
  /** False while a problem above already offers the way on. */
  readonly mayAct: boolean;
  readonly onEnrichAgain: () => void;
  readonly onWrongCompany: () => void;
}
