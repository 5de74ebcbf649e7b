import { Button, ErrorState, Flex, Text } from '@hubspot/ui-extensions';

/** HubSpot no longer lets oppSpot in: only an admin can change that. */
export function Disconnected({ onCheckAgain }: { onCheckAgain: () => void }) {
  return (
    <ErrorState title="oppSpot is disconnected from HubSpot" type="lock">
      <Flex direction="column" gap="small" align="center">
        <Text>
          oppSpot can no longer read or write records of this account. Ask an admin to reconnect it under Settings →
          Integrations → Connected apps → oppSpot SmartSync. Values that were written stay on the record.
        </Text>
        <Button onClick={onCheckAgain}>Check again</Button>
      </Flex>
    </ErrorState>
  );
}
