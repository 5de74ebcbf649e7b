import { isOpenPreview } from '../enrichment-state.ts';
import type { OutcomeProps } from '../outcome-props.ts';
import { Completed } from './Completed.tsx';
import { Failed } from './Failed.tsx';
import { InsufficientData } from './InsufficientData.tsx';
import { NeedsReview } from './NeedsReview.tsx';
import { NoMatch } from './NoMatch.tsx';
import { Preview } from './Preview.tsx';
import { Undone } from './Undone.tsx';

/** The view of an ended run: a proposal, one that was taken back, or one per status. */
export function Outcome(props: OutcomeProps) {
  if (isOpenPreview(props.enrichment)) return <Preview {...props} />;
  if (props.enrichment.undo.undoneAt !== null) return <Undone {...props} />;
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
