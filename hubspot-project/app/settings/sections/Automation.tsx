import { Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { Unanswered } from '../../../display/Unanswered.tsx';
import { useAnswer } from '../../../display/use-answer.ts';
import { AutomaticEnrichment } from '../parts/AutomaticEnrichment.tsx';
import { DealAutomation } from '../parts/DealAutomation.tsx';
import { OwnerAutomation } from '../parts/OwnerAutomation.tsx';
import { ShareInput } from '../parts/ShareInput.tsx';
import { TaskAutomation } from '../parts/TaskAutomation.tsx';
import { useSettingsForm } from '../settings-form.ts';

/** What happens without a click; everything is off until it is switched on here. */
export function Automation() {
  const { client, settings, change } = useSettingsForm();
  const { loaded, reload } = useAnswer('automation options', client.readAutomationOptions);
  const { automation } = settings;
  if (loaded.kind === 'loading') return <LoadingSpinner label="Reading pipelines and owners" showLabel />;
  if (loaded.kind === 'problem') return <Unanswered problem={loaded.problem} onTryAgain={reload} />;
  return (
    <Flex direction="column" gap="medium">
      <AutomaticEnrichment />
      <TaskAutomation />
      <DealAutomation pipelines={loaded.value.pipelines} />
      <OwnerAutomation owners={loaded.value.owners} />
      <Flex direction="column" gap="extra-small" align="start">
        <ShareInput
          label="Automate only when this much of a score is known"
          field="automation.minCoverage"
          value={automation.minCoverage}
          onChange={(minCoverage) => change({ automation: { ...automation, minCoverage } })}
        />
        <Text variant="microcopy">At least 50. Each task, deal or owner is made at most once for a record.</Text>
      </Flex>
    </Flex>
  );
}
