import { Flex, Heading, Toggle } from '@hubspot/ui-extensions';
import { useSettingsForm } from '../settings-form.ts';
import { ScoreThreshold } from './ScoreThreshold.tsx';

/** A task for leads that are good enough. */
export function TaskAutomation() {
  const { settings, change, isReadOnly } = useSettingsForm();
  const { automation } = settings;
  const { task } = automation;
  const put = (next: Partial<typeof task>) => change({ automation: { ...automation, task: { ...task, ...next } } });
  return (
    <Flex direction="column" gap="small" align="start">
      <Heading>Tasks</Heading>
      <Toggle
        label="Create a task with the first next action"
        name="automation.task.enabled"
        readonly={isReadOnly}
        checked={task.enabled}
        onChange={(enabled) => put({ enabled })}
      />
      {task.enabled && (
        <ScoreThreshold
          field="automation.task.minScore"
          value={task.minScore}
          onChange={(minScore) => put({ minScore })}
        />
      )}
    </Flex>
  );
}
