import { Alert, Button, Flex, LoadingButton } from '@hubspot/ui-extensions';
import { useDisplay } from '../../../display/display.ts';
import { countRecords, outcomeLines } from '../words/bulk-words.ts';
import { Lines } from './Lines.tsx';
import { Problem } from './Problem.tsx';
import type { RunProps } from './run-props.ts';

/** A run that somebody stopped: what is done stays, the rest waits. */
export function Stopped({
  bulk,
  isSteering,
  problem,
  control,
  onShowList,
}: RunProps & { readonly onShowList: () => void }) {
  const display = useDisplay();
  const rest = bulk.total - bulk.done;
  return (
    <Flex direction="column" gap="medium">
      <Alert title="Stopped" variant="info">
        {countRecords(display, bulk.done, bulk.objectType)} done, {rest} left. What was written stays.
      </Alert>
      <Lines lines={outcomeLines(display, bulk)} />
      <Problem problem={problem} />
      <Flex direction="row" gap="small">
        <LoadingButton variant="primary" loading={isSteering} onClick={control.resume}>
          Resume
        </LoadingButton>
        <Button onClick={onShowList} disabled={isSteering}>
          Reload the list
        </Button>
      </Flex>
    </Flex>
  );
}
