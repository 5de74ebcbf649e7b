import { AutoGrid, Flex } from '@hubspot/ui-extensions';
import type { OutcomeProps } from '../outcome-props.ts';
import { Actions } from '../parts/Actions.tsx';
import { Details } from '../parts/Details.tsx';
import { MatchedCompany } from '../parts/MatchedCompany.tsx';
import { NextActions } from '../parts/NextActions.tsx';
import { NotUseful } from '../parts/NotUseful.tsx';
import { ScoreHistory } from '../parts/ScoreHistory.tsx';
import { ScorePanel } from '../parts/ScorePanel.tsx';
import { ScoreParts } from '../parts/ScoreParts.tsx';
import { Signals } from '../parts/Signals.tsx';
import { Summary } from '../parts/Summary.tsx';
import { TalkingPoints } from '../parts/TalkingPoints.tsx';
import { WouldChange } from '../parts/WouldChange.tsx';
import { useDisplay } from '../words/display.ts';

/** A full result: what it means first, why next, where it comes from last. */
export function Completed(props: OutcomeProps) {
  const { enrichment } = props;
  const { isNarrow } = useDisplay();
  const lead = (
    <Flex direction="column" gap="medium">
      {enrichment.score && <ScorePanel score={enrichment.score} />}
      {enrichment.score && <NotUseful of={{ about: 'score' }} {...props} />}
      <ScoreHistory {...props} />
      <Summary enrichment={enrichment} />
      {enrichment.score && <WouldChange score={enrichment.score} />}
    </Flex>
  );
  const todo = (
    <Flex direction="column" gap="medium">
      <NextActions enrichment={enrichment} />
      <TalkingPoints enrichment={enrichment} />
      <Signals {...props} />
    </Flex>
  );
  return (
    <Flex direction="column" gap="medium">
      <MatchedCompany {...props} />
      {isNarrow ? (
        <>
          {lead}
          {todo}
        </>
      ) : (
        <AutoGrid columnWidth={320} flexible gap="large">
          {lead}
          {todo}
        </AutoGrid>
      )}
      {enrichment.score && (
        <ScoreParts enrichment={enrichment} score={enrichment.score} icpCriteria={props.settings.icpCriteria} />
      )}
      <Details {...props} />
      <Actions {...props} />
    </Flex>
  );
}
