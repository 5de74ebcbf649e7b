import { Alert, Button, Flex, Heading, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { fieldProblemsSchema } from '../../../contract/administration.ts';
import { wordNoAnswer } from '../../../display/Unanswered.tsx';
import { useAnswer } from '../../../display/use-answer.ts';
import { useSettingsForm } from '../settings-form.ts';
import { asSentence, type NoAnswer } from '../settings-state.ts';
import { sumOfWeights } from '../words/scoring-words.ts';
import { ScoreEffectResult } from './ScoreEffectResult.tsx';

/** What changed weights or another ideal customer would do to scores, before it is saved; nothing while both are as saved. */
export function ScoreEffect() {
  const { settings, saved, isReadOnly } = useSettingsForm();
  const [shownFor, setShownFor] = useState<string>();
  const rules = rulesText(settings);
  if (isReadOnly || rules === rulesText(saved)) return null;
  const canAsk = sumOfWeights(settings.scoring.weights) === 100;
  return (
    <Flex direction="column" gap="small">
      <Heading>What this does to your scores</Heading>
      {shownFor === rules ? (
        <Effect rules={rules} />
      ) : (
        <Flex direction="row" gap="small" align="center" wrap>
          <Button disabled={!canAsk} onClick={() => setShownFor(rules)}>
            Show the effect
          </Button>
          <Text>Tries it on the records enriched last. Nothing is saved or written.</Text>
        </Flex>
      )}
    </Flex>
  );
}

const rulesText = ({ scoring, icp }: ReturnType<typeof useSettingsForm>['settings']): string =>
  JSON.stringify({ scoring, icp });

function Effect({ rules }: { readonly rules: string }) {
  const { client, settings, portalId } = useSettingsForm();
  const { scoring, icp } = settings;
  const { loaded, reload } = useAnswer(rules, () => client.previewScores({ scoring, icp }));
  switch (loaded.kind) {
    case 'loading':
      return <LoadingSpinner label="Working out the effect" showLabel />;
    case 'problem':
      return <NoEffect problem={loaded.problem} onTryAgain={reload} />;
    case 'ready':
      return <ScoreEffectResult answer={loaded.value} portalId={portalId} />;
  }
}

function NoEffect({ problem, onTryAgain }: { readonly problem: NoAnswer; readonly onTryAgain: () => void }) {
  const { title, text } = wordNoAnswer(problem);
  const details = problem.kind === 'refused' ? fieldProblemsSchema.safeParse(problem.error.details) : undefined;
  const toCorrect = details?.success ? details.data.fields : [];
  return (
    <Alert title={toCorrect.length > 0 ? 'Something has to be corrected first' : title} variant="warning">
      {toCorrect.length > 0 ? (
        <Text>{[...new Set(toCorrect.map(({ message }) => asSentence(message)))].join(' ')}</Text>
      ) : (
        <Flex direction="column" gap="small" align="start">
          <Text>{text}</Text>
          <Button onClick={onTryAgain}>Try again</Button>
        </Flex>
      )}
    </Alert>
  );
}
