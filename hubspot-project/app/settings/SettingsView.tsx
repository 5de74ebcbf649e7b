import { Alert, Flex, LoadingSpinner, Tab, Tabs } from '@hubspot/ui-extensions';
import { type ReactNode, useState } from 'react';
import type { AdminClient } from '../../contract/admin-client.ts';
import { Unanswered } from '../../display/Unanswered.tsx';
import { SetUpGuide } from './guide/SetUpGuide.tsx';
import { SaveBar } from './parts/SaveBar.tsx';
import { Automation } from './sections/Automation.tsx';
import { Connection } from './sections/Connection.tsx';
import { Fields } from './sections/Fields.tsx';
import { IdealCustomer } from './sections/IdealCustomer.tsx';
import { Privacy } from './sections/Privacy.tsx';
import { Scoring } from './sections/Scoring.tsx';
import { SourcesAndLimits } from './sections/SourcesAndLimits.tsx';
import { SettingsFormProvider } from './settings-form.ts';
import {
  changedSections,
  problemAt,
  type ReadySettings,
  type SectionName,
  sectionsToCorrect,
} from './settings-state.ts';
import type { SettingsControl } from './use-settings.ts';
import { SECTION_TITLES, titleOf } from './words/section-words.ts';

interface SettingsViewProps {
  readonly client: AdminClient;
  readonly control: SettingsControl;
  /** The person in front of the page. */
  readonly userId: number;
  readonly portalId: number;
}

const SECTION_NAMES: readonly SectionName[] = [
  'connection',
  'icp',
  'scoring',
  'fields',
  'automation',
  'sources',
  'privacy',
];

/** The whole page: tabs over one form that is saved at once. */
export function SettingsView(props: SettingsViewProps) {
  const { state, readAgain } = props.control;
  if (state.kind === 'loading') return <LoadingSpinner label="Reading the settings" showLabel layout="centered" />;
  if (state.kind === 'unread') return <Unanswered problem={state.problem} onTryAgain={readAgain} />;
  return <Ready {...props} state={state} />;
}

function Ready({ client, control, userId, portalId, state }: SettingsViewProps & { readonly state: ReadySettings }) {
  const [selected, setSelected] = useState<string | number>('connection');
  // A new account has no ideal customer yet: it is led there first.
  const [isGuided, setGuided] = useState(state.access.isAdmin && state.saved.icp.criteria.length === 0);
  const changed = changedSections(state);
  const wrong = sectionsToCorrect(state.fieldProblems);
  const form = {
    client,
    portalId,
    settings: state.draft,
    saved: state.saved,
    change: control.change,
    problemAt: (field: string) => problemAt(state.fieldProblems, field),
    isReadOnly: !state.access.isAdmin || state.isSaving,
  };
  if (isGuided)
    return (
      <SettingsFormProvider value={form}>
        <SetUpGuide state={state} control={control} portalId={portalId} onDone={() => setGuided(false)} />
      </SettingsFormProvider>
    );
  return (
    <SettingsFormProvider value={form}>
      <Flex direction="column" gap="medium">
        {!state.access.isAdmin && (
          <Alert title="You can look, but not change" variant="info">
            {state.access.reason}
          </Alert>
        )}
        <Tabs selected={selected} onSelectedChange={(id: string | number) => setSelected(id)}>
          {SECTION_NAMES.map((name) => (
            <Tab
              key={name}
              tabId={name}
              title={titleOf(name, changed.includes(name), wrong.includes(name))}
              tooltip={tooltipOf(name, changed, wrong)}
            >
              {selected === name ? <Section name={name} userId={userId} isAdmin={state.access.isAdmin} /> : null}
            </Tab>
          ))}
        </Tabs>
        {state.access.isAdmin && <SaveBar state={state} changed={changed} wrong={wrong} control={control} />}
      </Flex>
    </SettingsFormProvider>
  );
}

function tooltipOf(name: SectionName, changed: readonly SectionName[], wrong: readonly SectionName[]): string {
  if (wrong.includes(name)) return `${SECTION_TITLES[name]}: something to correct`;
  return changed.includes(name) ? `${SECTION_TITLES[name]}: unsaved changes` : SECTION_TITLES[name];
}

function Section(props: { name: SectionName; userId: number; isAdmin: boolean }): ReactNode {
  switch (props.name) {
    case 'connection':
      return <Connection isAdmin={props.isAdmin} />;
    case 'icp':
      return <IdealCustomer />;
    case 'scoring':
      return <Scoring />;
    case 'fields':
      return <Fields />;
    case 'automation':
      return <Automation />;
    case 'sources':
      return <SourcesAndLimits />;
    case 'privacy':
      return <Privacy userId={props.userId} />;
  }
}
