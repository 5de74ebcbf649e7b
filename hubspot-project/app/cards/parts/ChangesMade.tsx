import { Accordion, Button, Flex, Text } from '@hubspot/ui-extensions';
import type { OutcomeProps } from '../outcome-props.ts';
import { keptLines, undoableAutomation, undoableLines, unwrittenLines, writtenLines } from '../words/change-lines.ts';
import { useDisplay } from '../words/display.ts';
import { formatDate } from '../words/format.ts';
import { ChangeList } from './ChangeList.tsx';

type Props = Pick<OutcomeProps, 'enrichment' | 'mayAct' | 'isWorking' | 'onStartUndo'>;

/** Which properties were written, from what to what, which were left alone and why, and the way back. */
export function ChangesMade(props: Props) {
  const written = writtenLines(props.enrichment);
  const kept = keptLines(props.enrichment);
  const unwritten = unwrittenLines(props.enrichment);
  if (written.length + kept.length + unwritten.length === 0)
    return (
      <>
        <Text variant="microcopy">Nothing on the record was changed.</Text>
        <WayBack {...props} />
      </>
    );
  return (
    <>
      <Accordion title={`Written to the record (${written.length})`}>
        <Flex direction="column" gap="small">
          {written.length === 0 && <Text>Nothing had to be written.</Text>}
          <ChangeList lines={written} />
          <WayBack {...props} />
        </Flex>
      </Accordion>
      {kept.length > 0 && (
        <Accordion title={`Kept as it is (${kept.length})`}>
          <ChangeList lines={kept} />
        </Accordion>
      )}
      {unwritten.length > 0 && (
        <Accordion title={`Not written (${unwritten.length})`}>
          <ChangeList lines={unwritten} />
        </Accordion>
      )}
    </>
  );
}

function WayBack({ enrichment, mayAct, isWorking, onStartUndo }: Props) {
  const display = useDisplay();
  const { possibleUntil } = enrichment.undo;
  const isOpen = undoableLines(enrichment).length > 0 || undoableAutomation(enrichment).length > 0;
  if (possibleUntil === null || !isOpen) return null;
  if (Date.parse(possibleUntil) < Date.now())
    return <Text variant="microcopy">This can no longer be undone: 30 days have passed.</Text>;
  return (
    <Flex direction="row" justify="between" align="center" gap="small" wrap>
      <Text variant="microcopy">Can be undone until {formatDate(display, possibleUntil)}</Text>
      {mayAct && (
        <Button size="sm" disabled={isWorking} onClick={onStartUndo}>
          Undo
        </Button>
      )}
    </Flex>
  );
}
