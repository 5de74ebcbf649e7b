import { Flex, Heading, Select, Text, Toggle } from '@hubspot/ui-extensions';
import type { AutomationOptionsWire } from '../../../contract/automation-options.ts';
import { errorProps, useSettingsForm } from '../settings-form.ts';
import { STAGE_LABELS, STAGE_WORDS } from '../words/automation-words.ts';
import { ScoreThreshold } from './ScoreThreshold.tsx';

type Pipelines = AutomationOptionsWire['pipelines'];

/** A deal for hot leads, in the account's own pipeline and stages. */
export function DealAutomation({ pipelines }: { readonly pipelines: Pipelines }) {
  const { settings, change, problemAt, isReadOnly } = useSettingsForm();
  const { automation } = settings;
  const { deal } = automation;
  const put = (next: Partial<typeof deal>) => change({ automation: { ...automation, deal: { ...deal, ...next } } });
  // A switch that is on without a pipeline could do nothing, so the first one is proposed.
  const choose = (pipelineId: string | null) => {
    const pipeline = pipelines.find(({ id }) => id === pipelineId);
    return { pipelineId: pipeline?.id ?? null, stages: { ...pipeline?.proposedStages } };
  };
  const pipeline = pipelines.find(({ id }) => id === deal.pipelineId);
  return (
    <Flex direction="column" gap="small" align="start">
      <Heading>Deals</Heading>
      <Toggle
        label="Create a deal where there is no open one"
        name="automation.deal.enabled"
        readonly={isReadOnly}
        checked={deal.enabled}
        onChange={(enabled) =>
          put({ enabled, ...(enabled && deal.pipelineId === null ? choose(pipelines[0]?.id ?? null) : {}) })
        }
      />
      {deal.enabled && (
        <>
          <ScoreThreshold
            field="automation.deal.minScore"
            value={deal.minScore}
            onChange={(minScore) => put({ minScore })}
          />
          <Select
            label="Pipeline"
            name="automation.deal.pipelineId"
            readOnly={isReadOnly}
            {...(deal.pipelineId === null ? {} : { value: deal.pipelineId })}
            options={pipelines.map(({ id, label }) => ({ value: id, label }))}
            onChange={(value) => put(choose(String(value)))}
            {...errorProps(problemAt('automation.deal.pipelineId'))}
          />
          {pipeline && <StageMapping pipeline={pipeline} stages={deal.stages} onChange={(stages) => put({ stages })} />}
        </>
      )}
    </Flex>
  );
}

interface StageMappingProps {
  readonly pipeline: Pipelines[number];
  readonly stages: Readonly<Record<string, string>>;
  readonly onChange: (stages: Record<string, string>) => void;
}

function StageMapping({ pipeline, stages, onChange }: StageMappingProps) {
  const { problemAt, isReadOnly } = useSettingsForm();
  const open = pipeline.stages.filter(
    ({ probability }) => probability === null || (probability > 0 && probability < 1),
  );
  const chosen: Readonly<Record<string, string>> = { ...pipeline.proposedStages, ...stages };
  return (
    <Flex direction="column" gap="extra-small">
      <Text>Which of your stages a suggested stage means:</Text>
      <Flex direction="row" gap="small" wrap>
        {STAGE_WORDS.map((word) => (
          <Select
            key={word}
            label={STAGE_LABELS[word]}
            name={`automation.deal.stages.${word}`}
            readOnly={isReadOnly}
            value={chosen[word] ?? ''}
            options={open.map(({ id, label }) => ({ value: id, label }))}
            onChange={(value) => onChange({ ...stages, [word]: String(value) })}
            {...errorProps(problemAt(`automation.deal.stages.${word}`))}
          />
        ))}
      </Flex>
    </Flex>
  );
}
