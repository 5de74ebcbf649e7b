import { Button, Flex, Heading, LoadingButton, Text } from '@hubspot/ui-extensions';
import type { FinishedEnrichment } from '../enrichment-state.ts';
import { ChangePicker } from '../parts/ChangePicker.tsx';
import { undoableAutomation, undoableLines } from '../words/change-lines.ts';

interface UndoingProps {
  readonly enrichment: FinishedEnrichment;
  readonly isWorking: boolean;
  readonly onUndo: (properties: readonly string[] | undefined) => void;
  readonly onCancel: () => void;
}

/** What an undo would take back, before it does. */
export function Undoing({ enrichment, isWorking, onUndo, onCancel }: UndoingProps) {
  const lines = undoableLines(enrichment);
  const made = undoableAutomation(enrichment);
  return (
    <Flex direction="column" gap="small">
      <Heading>Undo this enrichment?</Heading>
      {lines.length > 0 && (
        <Text>Chosen values go back to what they were. What somebody changed since stays and is listed.</Text>
      )}
      {made.length > 0 && (
        <Text>
          Undoing all of it also takes back {made.join(' and ')} that oppSpot made, unless somebody changed it since.
        </Text>
      )}
      {lines.length === 0 ? (
        <Flex direction="row" gap="small" wrap>
          <LoadingButton variant="primary" loading={isWorking} onClick={() => onUndo(undefined)}>
            Undo
          </LoadingButton>
          <Button onClick={onCancel}>Keep it</Button>
        </Flex>
      ) : (
        <ChangePicker
          lines={lines}
          verb="Undo"
          onDo={onUndo}
          onCancel={onCancel}
          cancelLabel="Keep the values"
          isBusy={isWorking}
        />
      )}
    </Flex>
  );
}
