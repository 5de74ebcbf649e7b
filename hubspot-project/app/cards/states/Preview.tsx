import { Accordion, Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import type { OutcomeProps } from '../outcome-props.ts';
import { ChangeList } from '../parts/ChangeList.tsx';
import { ChangePicker } from '../parts/ChangePicker.tsx';
import { MatchedCompany } from '../parts/MatchedCompany.tsx';
import { ScorePanel } from '../parts/ScorePanel.tsx';
import { Summary } from '../parts/Summary.tsx';
import { keptLines, proposedLines, withStatus } from '../words/change-lines.ts';
import { useDisplay } from '../words/display.ts';
import { formatAge } from '../words/format.ts';

/** What an enrichment would write, with reasons, before anything is: all of it or chosen properties are applied. */
export function Preview(props: OutcomeProps) {
  const { enrichment, isWorking, mayAct, onApply, onClosePreview } = props;
  const display = useDisplay();
  const proposed = proposedLines(enrichment);
  const kept = keptLines(enrichment);
  const age = formatAge(display, enrichment.completedAt ?? enrichment.createdAt);
  return (
    <Flex direction="column" gap="medium">
      <Alert title="Preview: nothing is written yet" variant="info">
        <Text>
          {proposed.length === 0 ? 'Nothing would change: the record is up to date.' : 'Choose what to write.'} Made{' '}
          {age}.
        </Text>
      </Alert>
      <MatchedCompany {...props} />
      {mayAct && proposed.length > 0 && (
        <ChangePicker
          lines={proposed}
          verb="Apply"
          onDo={(properties) => onApply(withStatus(properties))}
          onCancel={onClosePreview}
          cancelLabel="Close preview"
          isBusy={isWorking}
        />
      )}
      {proposed.length === 0 && onClosePreview && (
        <Flex direction="row">
          <Button onClick={onClosePreview}>Close preview</Button>
        </Flex>
      )}
      {kept.length > 0 && (
        <Accordion title={`Would be kept (${kept.length})`} defaultOpen>
          <ChangeList lines={kept} />
        </Accordion>
      )}
      {enrichment.score && <ScorePanel score={enrichment.score} />}
      <Summary enrichment={enrichment} />
    </Flex>
  );
}
