import { Alert, Flex, Heading, Text } from '@hubspot/ui-extensions';
import { useDisplay } from '../../../display/display.ts';
import { formatNumber } from '../../../display/format.ts';
import { ScoreEffect } from '../parts/ScoreEffect.tsx';
import { ShareInput } from '../parts/ShareInput.tsx';
import { useSettingsForm } from '../settings-form.ts';
import { sumOfWeights, WEIGHT_LABELS, WEIGHT_NAMES } from '../words/scoring-words.ts';

/** How much each part counts, and from when a score or a match is sure enough. */
export function Scoring() {
  const { settings, change, problemAt } = useSettingsForm();
  const { scoring, matching } = settings;
  const display = useDisplay();
  const sum = sumOfWeights(scoring.weights);
  return (
    <Flex direction="column" gap="medium">
      <Heading>What counts for the score</Heading>
      <Text>
        A part that is not known is left out and its weight goes to the others, so an unknown never lowers a score.
      </Text>
      <Flex direction="row" gap="medium" wrap>
        {WEIGHT_NAMES.map((name) => (
          <ShareInput
            key={name}
            label={WEIGHT_LABELS[name]}
            field={`scoring.weights.${name}`}
            value={scoring.weights[name]}
            onChange={(share) => change({ scoring: { ...scoring, weights: { ...scoring.weights, [name]: share } } })}
          />
        ))}
      </Flex>
      {sum !== 100 && (
        <Alert title={`The four weights make ${formatNumber(display, sum)}%`} variant="warning">
          {problemAt('scoring.weights') ?? 'They must make 100% before they can be saved.'}
        </Alert>
      )}
      <Heading>When oppSpot is sure enough</Heading>
      <Flex direction="row" gap="medium" wrap>
        <ShareInput
          label="Show a score when this much is known"
          description="Below it a record shows what is known, but no score and no deal stage."
          field="scoring.coverageFloor"
          value={scoring.coverageFloor}
          onChange={(coverageFloor) => change({ scoring: { ...scoring, coverageFloor } })}
        />
        <ShareInput
          label="Accept a company from this confidence"
          description="Below it the rep chooses, and nothing is written."
          field="matching.autoAcceptConfidence"
          value={matching.autoAcceptConfidence}
          onChange={(autoAcceptConfidence) => change({ matching: { autoAcceptConfidence } })}
        />
      </Flex>
      <ScoreEffect />
    </Flex>
  );
}
