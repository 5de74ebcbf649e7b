import type { SettingChange } from './describe-setting-changes.ts';

/** The switches of a connection by name. */
type Flags = Readonly<Record<'autoEnrich' | 'autoScore' | 'autoAssign' | 'autoCreateTasks', boolean>>;

const NAMES = ['autoEnrich', 'autoScore', 'autoAssign', 'autoCreateTasks'] as const;

/** Finds which switches of a connection a save turned, as `connection.<name>`; [] when none. */
export function describeFlagChanges(before: Flags, after: Flags): readonly SettingChange[] {
  return NAMES.filter((name) => before[name] !== after[name]).map((name) => ({
    setting: `connection.${name}`,
    before: String(before[name]),
    after: String(after[name]),
  }));
}
