import type { SectionName } from '../settings-state.ts';

/** Titles of the tabs, in their order. */
export const SECTION_TITLES = {
  connection: 'Connection',
  icp: 'Ideal customer',
  scoring: 'Scoring',
  fields: 'Fields',
  automation: 'Automation',
  sources: 'Sources and limits',
  privacy: 'Privacy and access',
} satisfies Record<SectionName, string>;

/** A tab's title; a dot says unsaved, an exclamation mark says something to correct. */
export function titleOf(section: SectionName, isChanged: boolean, isWrong: boolean): string {
  return `${SECTION_TITLES[section]}${isWrong ? ' !' : isChanged ? ' •' : ''}`;
}
