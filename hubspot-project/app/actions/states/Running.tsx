import { Alert, Flex, Heading, LoadingButton, ProgressBar, Text } from '@hubspot/ui-extensions';
import { useDisplay } from '../../../display/display.ts';
import { formatNumber } from '../../../display/format.ts';
import { countRecords, formatDuration, outcomeLines } from '../words/bulk-words.ts';
import { Lines } from './Lines.tsx';
import { Problem } from './Problem.tsx';
import type { RunProps } from './run-props.ts';

/** A run under way: how far, how long still, and the way to stop it. */
export function Running({ bulk, isSteering, problem, control }: RunProps) {
  const display = useDisplay();
  const progress = `${formatNumber(display, bulk.done)} of ${formatNumber(display, bulk.total)}`;
  return (
    <Flex direction="column" gap="medium">
      <Heading>Enriching {countRecords(display, bulk.total, bulk.objectType)}</Heading>
      <ProgressBar
        title={progress}
        aria-label="Progress of the run"
        value={bulk.done}
        maxValue={Math.max(1, bulk.total)}
        showPercentage
      />
      {bulk.status === 'paused' ? (
        <Alert title="Paused: it goes on by itself" variant="info">
          {bulk.statusReason ?? 'HubSpot asked for a break.'}
        </Alert>
      ) : (
        <Text>
          {bulk.etaSeconds === null ? 'Starting.' : `${left(formatDuration(display, bulk.etaSeconds))} left.`}
        </Text>
      )}
      <Lines lines={outcomeLines(display, bulk)} />
      <Problem problem={problem} />
      <Text variant="microcopy">You can close this panel. The run goes on by itself.</Text>
      <Flex direction="row">
        <LoadingButton loading={isSteering} onClick={control.stop}>
          Stop
        </LoadingButton>
      </Flex>
    </Flex>
  );
}

const left = (duration: string): string => duration.charAt(0).toUpperCase() + duration.slice(1);
