import { Flex, Text } from '@hubspot/ui-extensions';
import { useDisplay } from '../words/display.ts';
import { propertyLabel } from '../words/labels.ts';
import { wordPropertyValue } from '../words/property-value.ts';

/** One line of a list: a property, what becomes of what, and a word on why. */
export interface ChangeLine {
  readonly property: string;
  readonly from: string | null;
  /** undefined: it stays as it is. */
  readonly to?: string | null;
  readonly note?: string;
}

/** Properties with their values before and after. */
export function ChangeList({ lines }: { lines: readonly ChangeLine[] }) {
  const display = useDisplay();
  return (
    <Flex direction="column" gap="small">
      {lines.map(({ property, from, to, note }) => (
        <Flex key={property} direction="column" gap="flush">
          <Text format={{ fontWeight: 'demibold' }}>{propertyLabel(property)}</Text>
          <Text>
            {to === undefined
              ? `Kept ${wordPropertyValue(display, property, from)}.`
              : `${wordPropertyValue(display, property, from)} → ${wordPropertyValue(display, property, to)}`}
          </Text>
          {note && <Text variant="microcopy">{note}</Text>}
        </Flex>
      ))}
    </Flex>
  );
}
