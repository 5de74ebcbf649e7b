import type { ReactNode } from 'react';
import type { ObjectTypeName } from '../../../contract/object-type.ts';
import type { RecordAnswer } from '../../../contract/requests.ts';
import type { FinishedEnrichment } from '../enrichment-state.ts';
import { Completed } from './Completed.tsx';
import { Failed } from './Failed.tsx';
import { InsufficientData } from './InsufficientData.tsx';
import { NeedsReview } from './NeedsReview.tsx';
import { NoMatch } from './NoMatch.tsx';

/** What every ended run's view gets. */
export interface OutcomeProps {
  readonly enrichment: FinishedEnrichment;
  readonly settings: RecordAnswer['settings'];
  readonly objectType: ObjectTypeName;
  readonly chooser: ReactNode;
  readonly isWorking: boolean;
  /** False while a problem above already offers the way on. */
  readonly mayAct: boolean;
  readonly onEnrichAgain: () => void;
  readonly onWrongCompany: () => void;
}

/** The view of an ended run: one per status. */
export function Outcome(props: OutcomeProps) {
  switch (props.enrichment.status) {
    case 'completed':
      return <Completed {...props} />;
    case 'insufficient_data':
      return <InsufficientData {...props} />;
    case 'needs_review':
      return <NeedsReview {...props} />;
    case 'no_match':
      return <NoMatch {...props} />;
    case 'failed':
      return <Failed {...props} />;
  }
}
