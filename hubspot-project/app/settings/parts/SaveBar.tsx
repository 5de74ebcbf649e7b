import { Alert, Button, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import { joinWords } from '../../../display/names.ts';
import { wordNoAnswer } from '../../../display/Unanswered.tsx';
import type { ReadySettings, SectionName } from '../settings-state.ts';
import type { SettingsControl } from '../use-settings.ts';
import { SECTION_TITLES } from '../words/section-words.ts';

interface SaveBarProps {
  readonly state: ReadySettings;
  readonly changed: readonly SectionName[];
  readonly wrong: readonly SectionName[];
  readonly control: SettingsControl;
}

/** What is not saved yet, and the two ways on. HubSpot lets no app hold a person back, so it says so while they work. */
export function SaveBar({ state, changed, wrong, control }: SaveBarProps) {
  if (changed.length === 0 && state.saveProblem === null) return null;
  const named = joinWords(changed.map((section) => SECTION_TITLES[section].toLowerCase()));
  return (
    <Flex direction="column" gap="small">
      {state.saveProblem && <SaveProblem problem={state.saveProblem} wrong={wrong} />}
      {changed.length > 0 && (
        <Alert title="Not saved yet" variant="warning">
          <Flex direction="column" gap="small">
            <Text>Changed: {named}. Leaving this page loses what is not saved.</Text>
            <Flex direction="row" gap="small">
              <LoadingButton variant="primary" loading={state.isSaving} onClick={() => void control.save()}>
                Save settings
              </LoadingButton>
              <Button disabled={state.isSaving} onClick={control.discard}>
                Discard changes
              </Button>
            </Flex>
          </Flex>
        </Alert>
      )}
    </Flex>
  );
}

function SaveProblem(props: { problem: NonNullable<ReadySettings['saveProblem']>; wrong: readonly SectionName[] }) {
  const { title, text, requestId } = wordNoAnswer(props.problem);
  if (props.wrong.length > 0) {
    const where = joinWords(props.wrong.map((section) => SECTION_TITLES[section]));
    return (
      <Alert title="Please correct the marked fields" variant="error">
        Nothing was saved. Look under {where}.
      </Alert>
    );
  }
  return (
    <Alert title={title} variant="error">
      <Text>{text} Nothing was saved.</Text>
      {requestId && <Text variant="microcopy">Reference for support: {requestId}</Text>}
    </Alert>
  );
}
