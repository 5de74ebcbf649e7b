import { Flex, ScoreCircle, StatusTag, Text } from '@hubspot/ui-extensions';
import type { EnrichmentWire } from '../../../contract/enrichment.ts';
import { gateInWords } from '../../../contract/gate-words.ts';
import { useDisplay } from '../words/display.ts';
import { formatNumber, formatShare } from '../words/format.ts';
import { BAND_LABELS } from '../words/labels.ts';

type Score = NonNullable<EnrichmentWire['score']>;

const BAND_VARIANTS = { hot: 'success', warm: 'info', lukewarm: 'warning', cold: 'default' } as const;

/** The score, its band, how much of it is known and what caps it. */
export function ScorePanel({ score }: { score: Score }) {
  const display = useDisplay();
  if (score.total === null) return null;
  return (
    <Flex direction="column" gap="small">
      <Flex direction="row" gap="medium" align="center">
        <ScoreCircle score={score.total} />
        <Flex direction="column" gap="extra-small" align="start">
          {score.band && (
            <Flex direction="row">
              <StatusTag variant={BAND_VARIANTS[score.band]}>{BAND_LABELS[score.band]}</StatusTag>
            </Flex>
          )}
          <Text variant="microcopy">
            Score {formatNumber(display, score.total)} of 100. {formatShare(display, score.coverage)} of what the score
            looks at is known.
          </Text>
        </Flex>
      </Flex>
      {score.gates.map((gate) => (
        <Text key={gate.name} format={{ fontWeight: 'demibold' }}>
          {gateInWords(gate.name)}: the score cannot be above {formatNumber(display, gate.cap)}.
        </Text>
      ))}
    </Flex>
  );
}
