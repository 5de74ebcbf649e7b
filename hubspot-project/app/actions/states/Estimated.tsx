import { Alert, Button, Flex, Heading, LoadingButton, NumberInput, Text } from '@hubspot/ui-extensions';
import { useDisplay } from '../../../display/display.ts';
import { type BulkState, isForAdmins, RECORDS_WITHOUT_ADMIN, type Selection } from '../bulk-state.ts';
import type { BulkControl } from '../use-bulk-run.ts';
import { countRecords, estimateLines } from '../words/bulk-words.ts';
import { Lines } from './Lines.tsx';
import { Problem } from './Problem.tsx';

type EstimatedProps = Omit<Extract<BulkState, { kind: 'estimated' }>, 'kind'> & {
  readonly control: BulkControl;
  readonly selection: Selection;
};

/** What a run would take, with a cap that binds, before anything starts. */
export function Estimated({ estimate, isStarting, problem, control, selection }: EstimatedProps) {
  const display = useDisplay();
  const { cap, setCap, start } = control;
  const chosen = selection.objectIds.length;
  const isCapWrong = !Number.isInteger(cap) || cap < 1 || cap > chosen;
  if (isForAdmins(problem)) return <TooMany {...{ control, selection, isStarting }} />;
  return (
    <Flex direction="column" gap="medium">
      <Heading>Enrich {countRecords(display, estimate.records, selection.objectType)}</Heading>
      <Lines lines={estimateLines(display, estimate)} />
      {chosen > 1 && (
        <NumberInput
          label="Records at most"
          name="cap"
          description={`You selected ${countRecords(display, chosen, selection.objectType)}. The run never takes more than this.`}
          min={1}
          max={chosen}
          precision={0}
          value={cap}
          readOnly={isStarting}
          error={isCapWrong}
          validationMessage={isCapWrong ? `Between 1 and ${chosen}.` : ''}
          onChange={setCap}
        />
      )}
      <Text variant="microcopy">Values that people typed are kept. You can stop the run, and undo it for 30 days.</Text>
      <Problem problem={problem} />
      <Flex direction="row">
        <LoadingButton
          variant="primary"
          loading={isStarting}
          disabled={isCapWrong || estimate.records !== cap}
          onClick={() => start(cap)}
        >
          Start enriching
        </LoadingButton>
      </Flex>
    </Flex>
  );
}

type TooManyProps = Pick<EstimatedProps, 'control' | 'selection' | 'isStarting'>;

/** The backend refused because the person is no admin: why, and what they may do. */
function TooMany({ control, selection, isStarting }: TooManyProps) {
  const display = useDisplay();
  const allowed = countRecords(display, RECORDS_WITHOUT_ADMIN, selection.objectType);
  return (
    <Flex direction="column" gap="medium">
      <Alert title="That many need an admin" variant="warning">
        You may enrich up to {allowed} at once. Nothing was started. For more, ask an oppSpot admin of your account to
        start the run.
      </Alert>
      <Flex direction="row" gap="small">
        <LoadingButton variant="primary" loading={isStarting} onClick={() => control.start(RECORDS_WITHOUT_ADMIN)}>
          Enrich the first {allowed}
        </LoadingButton>
        <Button onClick={control.estimateAgain} disabled={isStarting}>
          Back
        </Button>
      </Flex>
    </Flex>
  );
}
