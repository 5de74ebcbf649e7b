import { Flex, Text } from '@hubspot/ui-extensions';
import type { HealthWire } from '../../../contract/health.ts';
import { useDisplay } from '../../../display/display.ts';
import { formatAge } from '../../../display/format.ts';

/** What failed last, newest first. */
export function LastErrors({ errors }: { readonly errors: HealthWire['lastErrors'] }) {
  const display = useDisplay();
  return (
    <Flex direction="column" gap="small">
      {errors.map((error) => (
        <Flex key={error.id} direction="column" gap="flush">
          <Text>{error.message ?? 'It failed without a message.'}</Text>
          <Text variant="microcopy">{formatAge(display, error.at)}</Text>
        </Flex>
      ))}
    </Flex>
  );
}
