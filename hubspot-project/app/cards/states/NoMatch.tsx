import { Flex, Heading, List, Text } from '@hubspot/ui-extensions';
import type { ObjectTypeName } from '../../../contract/object-type.ts';
import type { OutcomeProps } from '../outcome-props.ts';
import { Actions } from '../parts/Actions.tsx';
import { SourcesUsed } from '../parts/SourcesUsed.tsx';

const HELP = {
  contacts: ['A company associated with this contact', 'A business e-mail address instead of a private one'],
  companies: ['The company’s web domain', 'Its registered name and city', 'Its register number'],
  deals: ['A company associated with this deal'],
} satisfies Record<ObjectTypeName, readonly string[]>;

/** No company was found: what was tried, what would help, and a search by hand. */
export function NoMatch(props: OutcomeProps) {
  const reasons = props.enrichment.match?.reasons ?? [];
  return (
    <Flex direction="column" gap="small">
      <Heading>No company found</Heading>
      <Text>
        {reasons.length > 0 ? `What was tried: ${reasons.join('; ')}.` : 'Nothing on this record led to a company.'} No
        values were written.
      </Text>
      <Text format={{ fontWeight: 'demibold' }}>What would help on this record</Text>
      <List>
        {HELP[props.objectType].map((help) => (
          <Text key={help}>{help}</Text>
        ))}
      </List>
      {props.chooser}
      <SourcesUsed sources={props.enrichment.sources} />
      <Actions {...props} />
    </Flex>
  );
}
