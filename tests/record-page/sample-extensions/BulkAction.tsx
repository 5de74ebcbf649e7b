/** A bulk action that says what it was given. */
import { Flex, hubspot, Text } from '@hubspot/ui-extensions';

hubspot.extend<'crm.bulkActions'>(({ context }) => (
  <Flex direction="column" gap="small">
    <Text>{`${context.crm.objectIds.length} records of type ${context.crm.objectTypeId}`}</Text>
  </Flex>
));
