import { Alert, Button, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import { joinWords } from '../../../display/names.ts';
import type { ReadySettings, SectionName } from '../settings-state.ts';
import type { SettingsControl } from '../use-settings.ts';
import { SECTION_TITLES } from '../words/section-words.ts';
import { SaveProblem } from './SaveProblem.tsx';

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
