import { type FieldProblemWire, fieldProblemsSchema, type SettingsAnswer } from '../../contract/administration.ts';
import type { Answer } from '../../contract/client.ts';
import type { SettingsWire } from '../../contract/settings.ts';

/** Why there is no answer. */
export type NoAnswer = Exclude<Answer<unknown>, { kind: 'ok' }>;

/** Everything that the settings page can show. */
export type SettingsState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'unread'; readonly problem: NoAnswer }
  | ReadySettings;

/** Settings as stored, and as they stand on the page. */
export interface ReadySettings {
  readonly kind: 'ready';
  readonly saved: SettingsWire;
  readonly draft: SettingsWire;
  readonly access: SettingsAnswer['access'];
  readonly isSaving: boolean;
  /** What the backend refused at which field; [] once it was changed. */
  readonly fieldProblems: readonly FieldProblemWire[];
  /** Why the last save failed, fields or not. */
  readonly saveProblem: NoAnswer | null;
}

/** The page's tabs. */
export type SectionName = 'connection' | 'icp' | 'scoring' | 'fields' | 'automation' | 'sources' | 'privacy';

/** Which settings each tab shows. */
export const SECTION_KEYS = {
  connection: [],
  icp: ['icp'],
  scoring: ['scoring', 'matching'],
  fields: ['fields'],
  automation: ['automaticEnrichment', 'automation'],
  sources: ['sources', 'sync', 'limits'],
  privacy: ['adminUserIds', 'suppression', 'retentionDays'],
} as const satisfies Record<SectionName, readonly (keyof SettingsWire)[]>;

const SECTIONS: readonly SectionName[] = ['icp', 'scoring', 'fields', 'automation', 'sources', 'privacy'];

/** Begins with what the backend stores. */
export function readyWith({ settings, access }: SettingsAnswer): ReadySettings {
  return {
    kind: 'ready',
    saved: settings,
    draft: settings,
    access,
    isSaving: false,
    fieldProblems: [],
    saveProblem: null,
  };
}

/** Replaces part of the draft; what was wrong with a value that is now another is forgotten. */
export function changeDraft(state: ReadySettings, change: Partial<SettingsWire>): ReadySettings {
  const draft = { ...state.draft, ...change };
  const fieldProblems = state.fieldProblems.filter(({ field }) =>
    isSame(valueAt(state.draft, field), valueAt(draft, field)),
  );
  return { ...state, draft, fieldProblems, saveProblem: fieldProblems.length > 0 ? state.saveProblem : null };
}

/** Takes over the answer to a save: what is stored, or what stands in the way, with the draft kept. */
export function afterSave(state: ReadySettings, answer: Answer<SettingsAnswer>): ReadySettings {
  if (answer.kind === 'ok') return readyWith(answer.value);
  const details = answer.kind === 'refused' ? fieldProblemsSchema.safeParse(answer.error.details) : undefined;
  return { ...state, isSaving: false, saveProblem: answer, fieldProblems: details?.success ? details.data.fields : [] };
}

/** Tabs whose settings differ from what is stored. */
export function changedSections({ saved, draft }: ReadySettings): readonly SectionName[] {
  return SECTIONS.filter((section) => SECTION_KEYS[section].some((key) => !isSame(saved[key], draft[key])));
}

/** Tabs that hold something to correct. */
export function sectionsToCorrect(problems: readonly FieldProblemWire[]): readonly SectionName[] {
  const named = new Set(problems.map(({ field }) => field.split('.')[0]));
  return SECTIONS.filter((section) => SECTION_KEYS[section].some((key) => named.has(key)));
}

/** What is wrong at a field or below it, in one sentence; undefined when nothing is. */
export function problemAt(problems: readonly FieldProblemWire[], field: string): string | undefined {
  const found = problems.filter((problem) => problem.field === field || problem.field.startsWith(`${field}.`));
  return found.length === 0 ? undefined : found.map(({ message }) => asSentence(message)).join(' ');
}

/** "must not be empty" → "Must not be empty." */
export function asSentence(message: string): string {
  const text = message.trim();
  const first = text.charAt(0);
  const begun = text.startsWith('oppspot_') ? text : `${first.toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

function valueAt(settings: SettingsWire, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        Object.entries(value !== null && typeof value === 'object' ? value : {}).find(([key]) => key === name)?.[1],
      settings,
    );
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
