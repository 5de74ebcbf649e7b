import { Alert, LoadingSpinner } from '@hubspot/ui-extensions';
import { useEffect, useState } from 'react';
import type { Deed, Run } from '../enrichment-state.ts';

/** When a wait begins to feel long, and when it needs a reason. */
const LONG_AFTER_MS = 3_000;
const VERY_LONG_AFTER_MS = 10_000;

const SAYINGS = [
  'Finding the company and reading its sources.',
  'Still working: some sources take a few seconds to answer.',
  'This one takes longer and goes on in the background. You can keep working; the result appears here and on the record.',
] as const;

const WAITING =
  'Waiting for HubSpot’s limit: your account uses many requests at the moment. It goes on by itself; you can keep working.';

const TITLES = {
  enrich: 'Enriching with oppSpot',
  preview: 'Preparing a preview',
  apply: 'Applying the preview',
  undo: 'Undoing',
  forget: 'Forgetting the company',
} satisfies Record<Deed, string>;

/** A run is under way; says more the longer it takes. `isCompact` stands beside a result that stays visible. */
export function Working({ run, isCompact = false }: { run: Extract<Run, { kind: 'working' }>; isCompact?: boolean }) {
  const { deed, waitingFor } = run;
  const isLookup = deed === 'enrich' || deed === 'preview';
  const long = useSaying();
  const usual = isLookup ? long : 'Reading the record, then changing only what nobody touched.';
  const saying = waitingFor === 'hubspot_limit' ? WAITING : usual;
  if (isCompact)
    return (
      <Alert title={TITLES[deed]} variant="info">
        {saying}
      </Alert>
    );
  return <LoadingSpinner label={saying} showLabel size="md" layout="centered" />;
}

function useSaying(): string {
  const [step, setStep] = useState<0 | 1 | 2>(0);
  useEffect(() => {
    const timers = [setTimeout(() => setStep(1), LONG_AFTER_MS), setTimeout(() => setStep(2), VERY_LONG_AFTER_MS)];
    return () => timers.forEach(clearTimeout);
  }, []);
  return SAYINGS[step];
}
