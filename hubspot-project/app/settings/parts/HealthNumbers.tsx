import { DescriptionList, DescriptionListItem, Flex, Text } from '@hubspot/ui-extensions';
import type { HealthWire } from '../../../contract/health.ts';
import { type Display, useDisplay } from '../../../display/display.ts';
import { formatDate, formatNumber } from '../../../display/format.ts';

/** The register and today's use of the model. */
export function HealthNumbers({ health }: { readonly health: HealthWire }) {
  const display = useDisplay();
  const { register, modelUsage, queue } = health;
  return (
    <Flex direction="column" gap="small">
      <DescriptionList direction="row">
        <DescriptionListItem label="Company register">
          <Text>
            {formatNumber(display, register.companies)} companies
            {register.snapshotOn ? `, as of ${formatDate(display, register.snapshotOn)}` : ''}
          </Text>
        </DescriptionListItem>
        <DescriptionListItem label="AI texts today">
          <Text>{wordUsage(display, modelUsage)}</Text>
        </DescriptionListItem>
        <DescriptionListItem label="Background work">
          <Text>{queue.ok ? 'Running' : 'Held up'}</Text>
        </DescriptionListItem>
      </DescriptionList>
      {health.hubspotCalls?.message && <Text variant="microcopy">{health.hubspotCalls.message}</Text>}
      {health.notes.length > 0 && (
        <Text variant="microcopy">Switched off on your oppSpot server: {health.notes.join('; ')}.</Text>
      )}
    </Flex>
  );
}

function wordUsage(display: Display, { tokens, limit, costUsd }: HealthWire['modelUsage']): string {
  const used = `${formatNumber(display, tokens)} tokens`;
  const of = limit === null ? used : `${used} of ${formatNumber(display, limit)}`;
  if (costUsd === null) return `${of}, cost not known`;
  const cost = new Intl.NumberFormat(display.locale, { style: 'currency', currency: 'USD' }).format(costUsd);
  return `${of}, ${cost}`;
}
