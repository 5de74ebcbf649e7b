import { Accordion, AutoGrid, Flex, Heading, ProgressBar, Text } from '@hubspot/ui-extensions';
import type { EnrichmentWire } from '../../../contract/enrichment.ts';
import { useDisplay } from '../words/display.ts';
import { formatDate, formatNumber, formatShare } from '../words/format.ts';
import { NO_ICP, PART_LABELS, PART_UNKNOWN } from '../words/labels.ts';
import { EvidenceLinks } from './EvidenceLinks.tsx';

type Score = NonNullable<EnrichmentWire['score']>;
type PartName = keyof Score['parts'];
type Factor = Score['parts'][PartName]['factors'][number];

const PART_NAMES = ['financial', 'growth', 'engagement', 'fit'] as const satisfies readonly PartName[];

/** The four parts with what each counts for; their facts open on demand. */
export function ScoreParts(props: { enrichment: EnrichmentWire; score: Score; icpCriteria: number }) {
  const { isNarrow } = useDisplay();
  const title = props.score.total === null ? 'What is known' : 'How the score is made';
  const parts = PART_NAMES.map((name) => <Part key={name} name={name} {...props} />);
  if (isNarrow)
    return (
      <Accordion title={title}>
        <Flex direction="column" gap="small">
          {parts}
        </Flex>
      </Accordion>
    );
  return (
    <Flex direction="column" gap="small">
      <Heading>{title}</Heading>
      <AutoGrid columnWidth={320} flexible gap="large">
        {parts}
      </AutoGrid>
    </Flex>
  );
}

interface PartProps {
  readonly name: PartName;
  readonly score: Score;
  readonly enrichment: EnrichmentWire;
  readonly icpCriteria: number;
}

function Part({ name, score, enrichment, icpCriteria }: PartProps) {
  const display = useDisplay();
  const part = score.parts[name];
  if (part.value === null)
    return (
      <Flex direction="column" gap="extra-small">
        <Text format={{ fontWeight: 'demibold' }}>{PART_LABELS[name]}</Text>
        <Text variant="microcopy">
          Unknown, so it is left out. {name === 'fit' && icpCriteria === 0 ? NO_ICP : PART_UNKNOWN[name]}
        </Text>
      </Flex>
    );
  return (
    <Flex direction="column" gap="extra-small">
      <ProgressBar
        title={PART_LABELS[name]}
        value={part.value}
        maxValue={100}
        valueDescription={`${formatNumber(display, part.value)} of 100`}
        variant={part.value >= 40 ? 'success' : 'warning'}
      />
      <Text variant="microcopy">
        {score.total === null ? '' : `Counts for ${formatShare(display, part.weight)} of the score. `}
        {formatShare(display, part.coverage)} of it is known.
      </Text>
      {part.factors.length > 0 && (
        <Accordion title={part.factors.length === 1 ? '1 reason' : `${part.factors.length} reasons`} size="xs">
          <Flex direction="column" gap="small">
            {part.factors.map((factor) => (
              <FactorLine key={factor.name} factor={factor} enrichment={enrichment} />
            ))}
          </Flex>
        </Accordion>
      )}
    </Flex>
  );
}

function FactorLine({ factor, enrichment }: { factor: Factor; enrichment: EnrichmentWire }) {
  const display = useDisplay();
  return (
    <Flex direction="column" gap="flush">
      <Text format={{ fontWeight: 'demibold' }}>
        {factor.label}: {formatNumber(display, factor.points)} of {formatNumber(display, factor.maxPoints)} points
      </Text>
      <Text>{factor.reason}</Text>
      <Flex direction="row" gap="small" align="center" wrap>
        <Text variant="microcopy">As of {formatDate(display, factor.observedAt)}</Text>
        <EvidenceLinks ids={factor.evidence} evidence={enrichment.evidence} />
      </Flex>
    </Flex>
  );
}
