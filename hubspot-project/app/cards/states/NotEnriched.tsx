import { Button, EmptyState, Flex, Text } from '@hubspot/ui-extensions';
import type { ObjectTypeName } from '../../../contract/object-type.ts';
import { useDisplay } from '../words/display.ts';

const FOUND_BY = {
  contacts: 'oppSpot finds the company by the contact’s company record or e-mail domain',
  companies: 'oppSpot finds the registered company by number, domain, or name and place',
  deals: 'oppSpot takes the company this deal belongs to',
} satisfies Record<ObjectTypeName, string>;

/** Nothing is stored for this record yet. */
export function NotEnriched(props: { objectType: ObjectTypeName; onEnrich: () => void; onPreview: () => void }) {
  const { isNarrow } = useDisplay();
  return (
    <EmptyState title="Not enriched yet" layout="vertical" imageName="building" imageWidth={isNarrow ? 120 : 160} flush>
      <Flex direction="column" gap="small" align="center">
        <Text>
          {FOUND_BY[props.objectType]}, scores it with reasons, and fills the oppSpot properties. What people typed
          stays.
        </Text>
        <Flex direction="row" gap="small" justify="center" wrap>
          <Button variant="primary" onClick={props.onEnrich}>
            Enrich with oppSpot
          </Button>
          <Button onClick={props.onPreview}>Preview first</Button>
        </Flex>
      </Flex>
    </EmptyState>
  );
}
