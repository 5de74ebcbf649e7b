import { Text } from '@hubspot/ui-extensions';
import type { OutcomeProps } from '../outcome-props.ts';
import { useDisplay } from '../words/display.ts';
import { scoreChangeInWords } from '../words/score-change.ts';

/** What became of the score since last time, in one line; nothing while there is no last time. */
export function ScoreHistory({ enrichment, history }: Pick<OutcomeProps, 'enrichment' | 'history'>) {
  const words = scoreChangeInWords(useDisplay(), enrichment, history);
  return words === null ? null : <Text variant="microcopy">{words}</Text>;
}
