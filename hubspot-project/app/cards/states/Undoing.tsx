import { Flex, Heading, Text } from '@hubspot/ui-extensions';
import type { FinishedEnrichment } from '../enrichment-state.ts';
import { ChangePicker } from '../parts/ChangePicker.tsx';
import { undoableLines } from '../words/change-lines.ts';

interface UndoingProps {
  readonly enrichment: FinishedEnrichment;
  readonly isWorking: boolean;
  readonly onUndo: (properties: readonly string[] | undefined) => void;
  readonly onCancel: () => void;
}

/** What an undo would take back, before it does. */
export function Undoing({ enrichment, isWorking, onUndo, onCancel }: UndoingProps) {
  return (
    <Flex direction="column" gap="small">
      <Heading>Undo this enrichment?</Heading>
      <Text>Chosen values go back to what they were. What somebody changed since stays and is listed.</Text>
      <ChangePicker
        lines={undoableLines(enrichment)}
        verb="Undo"
        onDo={onUndo}
        onCancel={onCancel}
        cancelLabel="Keep the values"
        isBusy={isWorking}
      />
    </Flex>
  );
}
