import { Button, ErrorState, Flex, Text } from '@hubspot/ui-extensions';
import type { EnrichmentWire } from '../../../contract/enrichment.ts';
import { useDisplay } from '../words/display.ts';
import { formatAge } from '../words/format.ts';

/** HubSpot no longer lets oppSpot in: only an admin can change that. */
export function Disconnected(props: { enrichment: EnrichmentWire | null; onCheckAgain: () => void }) {
  const display = useDisplay();
  const doneAt = props.enrichment?.completedAt;
  return (
    <ErrorState title="oppSpot is disconnected from HubSpot" type="lock">
      <Flex direction="column" gap="small" align="center">
        <Text>
          oppSpot can no longer read or write records of this account. Ask an admin to reconnect it: Settings →
          Integrations → Connected apps → oppSpot SmartSync.
        </Text>
        {doneAt && <Text>Values written {formatAge(display, doneAt)} stay on the record.</Text>}
        <Button onClick={props.onCheckAgain}>Check again</Button>
      </Flex>
    </ErrorState>
  );
}
