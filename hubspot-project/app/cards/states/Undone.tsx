import { Accordion, Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import type { OutcomeProps } from '../outcome-props.ts';
import { ChangeList } from '../parts/ChangeList.tsx';
import { keptLines, writtenLines } from '../words/change-lines.ts';
import { countWords } from '../words/count-words.ts';
import { useDisplay } from '../words/display.ts';
import { formatAge } from '../words/format.ts';

/** The result was taken back: what has its old value again, and what was kept because somebody edited it since. */
export function Undone({ enrichment, isWorking, mayAct, onEnrichAgain }: OutcomeProps) {
  const display = useDisplay();
  const restored = writtenLines(enrichment);
  const kept = keptLines(enrichment);
  const age = formatAge(display, enrichment.undo.undoneAt ?? enrichment.createdAt);
  return (
    <Flex direction="column" gap="medium">
      <Alert title={`Undone ${age}`} variant="success">
        <Text>
          {countWords(restored.length, 'value')} restored
          {kept.length > 0 && `, ${kept.length} kept because somebody changed them since`}.
        </Text>
      </Alert>
      {kept.length > 0 && (
        <Accordion title={`Kept as it is (${kept.length})`} defaultOpen>
          <ChangeList lines={kept} />
        </Accordion>
      )}
      {restored.length > 0 && (
        <Accordion title={`Restored (${restored.length})`}>
          <ChangeList lines={restored} />
        </Accordion>
      )}
      {mayAct && (
        <Flex direction="row">
          <Button variant="primary" disabled={isWorking} onClick={onEnrichAgain}>
            Enrich with oppSpot
          </Button>
        </Flex>
      )}
    </Flex>
  );
}
