import type { ReactNode } from 'react';
import type { ObjectTypeName } from '../../contract/object-type.ts';
import type { FeedbackRequest, RecordAnswer } from '../../contract/requests.ts';
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
  /** What people called not useful on this record. */
  readonly feedback: RecordAnswer['feedback'];
  readonly onJudge: (feedback: FeedbackRequest) => void;
  readonly onEnrichAgain: () => void;
  readonly onPreview: () => void;
  readonly onWrongCompany: () => void;
  /** undefined: all that the preview proposes. */
  readonly onApply: (properties: readonly string[] | undefined) => void;
  /** undefined while it is not known what the preview stands in front of. */
  readonly onClosePreview: (() => void) | undefined;
  /** Asks what to undo. */
  readonly onStartUndo: () => void;
}
