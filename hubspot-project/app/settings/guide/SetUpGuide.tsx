import { Button, Flex, Heading, LoadingButton, StepIndicator, Text } from '@hubspot/ui-extensions';
import { type ReactNode, useState } from 'react';
import { SaveProblem } from '../parts/SaveProblem.tsx';
import { Fields } from '../sections/Fields.tsx';
import { IdealCustomer } from '../sections/IdealCustomer.tsx';
import { changedSections, type ReadySettings, sectionsToCorrect } from '../settings-state.ts';
import type { SettingsControl } from '../use-settings.ts';
import { FirstRecord } from './FirstRecord.tsx';

interface SetUpGuideProps {
  readonly state: ReadySettings;
  readonly control: SettingsControl;
  readonly portalId: number;
  /** Called when it is done or skipped: all settings are shown from then on. */
  readonly onDone: () => void;
}

const STEP_NAMES = ['Connect', 'Ideal customer', 'Fields', 'First record'];
type Step = 1 | 2 | 3;

/** The short way from a new install to the first enriched record. */
export function SetUpGuide({ state, control, portalId, onDone }: SetUpGuideProps) {
  // Who reads this page is connected already.
  const [step, setStep] = useState<Step>(1);
  const goOn = async () => {
    const isStored = changedSections(state).length === 0 || (await control.save());
    if (isStored) setStep(step === 1 ? 2 : 3);
  };
  const isLast = step === 3;
  const isEmpty = step === 1 && state.draft.icp.criteria.length === 0;
  return (
    <Flex direction="column" gap="medium">
      <StepIndicator stepNames={STEP_NAMES} currentStep={step} />
      <StepContent step={step} portalId={portalId} />
      {state.saveProblem && <SaveProblem problem={state.saveProblem} wrong={sectionsToCorrect(state.fieldProblems)} />}
      <Flex direction="row" gap="small">
        {isLast ? (
          <Button variant="primary" onClick={onDone}>
            Finish
          </Button>
        ) : (
          <LoadingButton variant="primary" loading={state.isSaving} disabled={isEmpty} onClick={() => void goOn()}>
            Save and go on
          </LoadingButton>
        )}
        {step > 1 && (
          <Button disabled={state.isSaving} onClick={() => setStep(step === 3 ? 2 : 1)}>
            Back
          </Button>
        )}
        {!isLast && (
          <Button variant="transparent" disabled={state.isSaving} onClick={onDone}>
            Skip the set-up
          </Button>
        )}
      </Flex>
    </Flex>
  );
}

function StepContent({ step, portalId }: { readonly step: Step; readonly portalId: number }): ReactNode {
  switch (step) {
    case 1:
      return (
        <Flex direction="column" gap="small">
          <Heading>Who is your ideal customer?</Heading>
          <IdealCustomer isGuided />
        </Flex>
      );
    case 2:
      return (
        <Flex direction="column" gap="small">
          <Heading>Which properties may oppSpot fill?</Heading>
          <Text>Its own properties are mapped already. Add yours where you want them filled too.</Text>
          <Fields />
        </Flex>
      );
    case 3:
      return <FirstRecord portalId={portalId} />;
  }
}
