import { createContext, useContext } from 'react';
import type { AdminClient } from '../../contract/admin-client.ts';
import type { SettingsWire } from '../../contract/settings.ts';

/** What every section of the page works with. */
export interface SettingsForm {
  readonly client: AdminClient;
  readonly portalId: number;
  readonly settings: SettingsWire;
  /** As stored. */
  readonly saved: SettingsWire;
  readonly change: (change: Partial<SettingsWire>) => void;
  /** What is wrong at a field or below it; undefined when nothing is. */
  readonly problemAt: (field: string) => string | undefined;
  /** True for a person who may not change settings, and while a save is under way. */
  readonly isReadOnly: boolean;
}

const NO_FORM = createContext<SettingsForm | undefined>(undefined);

/** Gives the form to the sections inside. */
export const SettingsFormProvider = NO_FORM.Provider;

/** Reads the form around. */
export function useSettingsForm(): SettingsForm {
  const form = useContext(NO_FORM);
  if (!form) throw new Error('A section of the settings was placed outside the settings form.');
  return form;
}

/** Props that show what is wrong at an input; none when nothing is. */
export function errorProps(problem: string | undefined): { error?: true; validationMessage?: string } {
  return problem === undefined ? {} : { error: true, validationMessage: problem };
}
