import { Alert, Flex, Text } from '@hubspot/ui-extensions';
import type { OutcomeProps } from '../outcome-props.ts';
import { Actions } from '../parts/Actions.tsx';
import { Details } from '../parts/Details.tsx';
import { MatchedCompany } from '../parts/MatchedCompany.tsx';
import { ScoreHistory } from '../parts/ScoreHistory.tsx';
import { ScoreParts } from '../parts/ScoreParts.tsx';
import { Signals } from '../parts/Signals.tsx';
import { Summary } from '../parts/Summary.tsx';
import { useDisplay } from '../words/display.ts';
import { formatShare } from '../words/format.ts';
import { PART_LABELS } from '../words/labels.ts';

/** The company is found, but too little is known to score it honestly: what is known, what is missing, what helps. */
export function InsufficientData(props: OutcomeProps) {
  const { enrichment, settings } = props;
  const display = useDisplay();
  const missing = Object.entries(PART_LABELS).filter(
    ([name]) => Object.entries(enrichment.score?.parts ?? {}).find(([part]) => part === name)?.[1].value === null,
  );
  return (
    <Flex direction="column" gap="medium">
      <MatchedCompany {...props} />
      <Alert title="Not enough known for a score" variant="info">
        <Flex direction="column" gap="small">
          <Text>
            {enrichment.score
              ? `oppSpot knows ${formatShare(display, enrichment.score.coverage)} of what the score looks at and needs ${formatShare(display, settings.coverageFloor)}.`
              : 'oppSpot knows too little of what the score looks at.'}{' '}
            A score from this would be a guess, so there is none.
          </Text>
          {missing.length > 0 && <Text>Missing: {missing.map(([, label]) => label.toLowerCase()).join(', ')}.</Text>}
          {settings.icpCriteria === 0 && (
            <Text>
              What would help most: describe your ideal customer in the oppSpot settings. It counts for up to{' '}
              {formatShare(display, settings.weights.fit)} of the score.
            </Text>
          )}
        </Flex>
      </Alert>
      <ScoreHistory {...props} />
      <Summary enrichment={enrichment} />
      <Signals {...props} />
      {enrichment.score && (
        <ScoreParts enrichment={enrichment} score={enrichment.score} icpCriteria={settings.icpCriteria} />
      )}
      <Details {...props} />
      <Actions {...props} />
    </Flex>
  );
}
