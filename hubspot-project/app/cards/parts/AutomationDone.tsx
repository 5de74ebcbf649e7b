import { Accordion, Flex, List, Text } from '@hubspot/ui-extensions';
import type { EnrichmentWire } from '../../../contract/enrichment.ts';

type Automation = EnrichmentWire['automation'];
type Made = NonNullable<Automation['task']>;

const MADE_WORDS = {
  task: { made: 'Task made', there: 'Task made earlier' },
  deal: { made: 'Deal made', there: 'Deal made earlier' },
  owner: { made: 'Owner assigned', there: 'Owner assigned earlier' },
} as const;

/** Task, deal and owner: what automation made and why, what a preview only planned, and why the rest was not done. */
export function AutomationDone({ automation }: { automation: Automation }) {
  const { task, deal, owner, held, planned = [] } = automation;
  const made = Object.entries({ task, deal, owner }).flatMap(([purpose, object]) =>
    object === null ? [] : [{ purpose, object, line: lineOf(purpose, object) }],
  );
  if (made.length + planned.length + held.length === 0) return null;
  const count = made.filter(({ object }) => object.created).length;
  return (
    <Accordion title={count === 0 ? 'Task, deal and owner' : `Task, deal and owner (${count} new)`}>
      <Flex direction="column" gap="small">
        {made.map(({ purpose, line }) => (
          <Text key={purpose}>{line}</Text>
        ))}
        {planned.length > 0 && (
          <>
            <Text format={{ fontWeight: 'demibold' }}>Enriching would also make</Text>
            <List>
              {planned.map((line) => (
                <Text key={line}>{upperFirst(line)}</Text>
              ))}
            </List>
            <Text variant="microcopy">Applying this preview writes its properties and makes none of these.</Text>
          </>
        )}
        {held.length > 0 && (
          <>
            <Text format={{ fontWeight: 'demibold' }}>Not done</Text>
            <List>
              {held.map((line) => (
                <Text key={line}>{upperFirst(line)}</Text>
              ))}
            </List>
          </>
        )}
      </Flex>
    </Accordion>
  );
}

function lineOf(purpose: string, { id, created, reason }: Made): string {
  const words = Object.entries(MADE_WORDS).find(([known]) => known === purpose)?.[1];
  const title = words === undefined ? purpose : created ? words.made : words.there;
  return `${title} (${id})${reason === undefined ? '' : `: ${reason}`}`;
}

/** Ids and names in a line keep their underscores and dashes. */
function upperFirst(line: string): string {
  return line.charAt(0).toUpperCase() + line.slice(1);
}
