import {
  Button,
  EmptyState,
  Flex,
  Heading,
  LoadingSpinner,
  Select,
  Text,
  useExtensionActions,
} from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { ActivityItemWire } from '../../contract/activity.ts';
import { Unanswered } from '../../display/Unanswered.tsx';
import { useAnswer } from '../../display/use-answer.ts';
import { useBackend } from './backend.ts';
import { ActivityTable } from './parts/ActivityTable.tsx';
import { useActivity } from './use-activity.ts';
import { announceUndo } from './words/undo-words.ts';

const FILTERS = [
  { value: 'all', label: 'Everything' },
  { value: 'success', label: 'Done' },
  { value: 'failed', label: 'Failed' },
  { value: 'pending', label: 'Under way' },
] as const;
type Filter = (typeof FILTERS)[number]['value'];

/** Everything that the app did, with a way back for each write. */
export function ActivityPage() {
  const { admin } = useBackend();
  const { addAlert } = useExtensionActions<'pages'>();
  const [filter, setFilter] = useState<Filter>('all');
  const activity = useActivity(admin, filter === 'all' ? null : filter);
  // Records are named until their address is known.
  const overview = useAnswer('address of records', admin.readOverview).loaded;
  const [asking, setAsking] = useState<string | null>(null);
  const [isUndoing, setUndoing] = useState(false);
  const undo = async (item: ActivityItemWire) => {
    setUndoing(true);
    const answer = await admin.undoEnrichment(item.enrichmentId ?? '');
    setUndoing(false);
    setAsking(null);
    addAlert(announceUndo(answer));
    if (answer.kind === 'ok') activity.readAgain();
  };
  return (
    <Flex direction="column" gap="medium">
      <Flex direction="row" justify="between" align="end">
        <Heading>Activity</Heading>
        <Select
          label="Show"
          name="status"
          value={filter}
          options={[...FILTERS]}
          onChange={(value) => setFilter(FILTERS.find((one) => one.value === value)?.value ?? 'all')}
        />
      </Flex>
      {activity.kind === 'loading' && <LoadingSpinner label="Reading the activity" showLabel layout="centered" />}
      {activity.kind === 'problem' && <Unanswered problem={activity.problem} onTryAgain={activity.readAgain} />}
      {activity.kind === 'ready' && activity.items.length === 0 && (
        <EmptyState title="Nothing here" layout="vertical" flush>
          <Text>{filter === 'all' ? 'oppSpot has not done anything yet.' : 'Nothing of this kind happened.'}</Text>
        </EmptyState>
      )}
      {activity.kind === 'ready' && activity.items.length > 0 && (
        <ActivityTable
          items={activity.items}
          hubspotUrl={overview.kind === 'ready' ? overview.value.hubspotUrl : null}
          undo={{ asking, isWorking: isUndoing, onAsk: setAsking, onUndo: (item) => void undo(item) }}
        />
      )}
      {activity.kind === 'ready' && activity.hasMore && (
        <Flex direction="row" justify="center">
          <Button onClick={activity.readMore}>Show older</Button>
        </Flex>
      )}
    </Flex>
  );
}
