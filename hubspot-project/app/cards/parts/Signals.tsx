import { Flex, Heading, Tag, Text } from '@hubspot/ui-extensions';
import type { OutcomeProps } from '../outcome-props.ts';
import { useDisplay } from '../words/display.ts';
import { formatDate } from '../words/format.ts';
import { STRENGTH_LABELS } from '../words/labels.ts';
import { EvidenceLinks } from './EvidenceLinks.tsx';
import { type JudgingProps, NotUseful } from './NotUseful.tsx';

const POLARITY_VARIANTS = { positive: 'success', neutral: 'default', negative: 'error' } as const;

/** Dated things that happened to the company, the weightiest first. */
export function Signals(props: Pick<OutcomeProps, 'enrichment'> & JudgingProps) {
  const { enrichment } = props;
  const display = useDisplay();
  return (
    <Flex direction="column" gap="small">
      <Heading>Signals</Heading>
      {enrichment.signals.length === 0 && <Text>No recent events are known.</Text>}
      {enrichment.signals.map((signal) => (
        <Flex key={`${signal.kind} ${signal.occurredAt} ${signal.text}`} direction="column" gap="extra-small">
          <Text>{signal.text}</Text>
          <Flex direction="row" gap="small" align="center" wrap>
            <Tag variant={POLARITY_VARIANTS[signal.polarity]}>{STRENGTH_LABELS[signal.strength]}</Tag>
            <Text variant="microcopy">{formatDate(display, signal.occurredAt)}</Text>
            <EvidenceLinks ids={signal.evidence} evidence={enrichment.evidence} />
            <NotUseful {...props} of={{ about: 'signal', kind: signal.kind, occurredAt: signal.occurredAt }} />
          </Flex>
        </Flex>
      ))}
    </Flex>
  );
}
