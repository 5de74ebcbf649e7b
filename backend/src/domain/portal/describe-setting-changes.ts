import { canonicalText } from '../enrichment/input-hash.ts';
import type { PortalSettings } from './settings.ts';

/** One setting that somebody changed, in words that hold no address. */
export interface SettingChange {
  /** Dotted name, e.g. `scoring.weights.fit`. */
  readonly setting: string;
  readonly before: string;
  readonly after: string;
}

/** Longer values are cut: the log says that and where something changed, the settings hold what. */
const MAX_SHOWN = 200;

/** Lists of people and companies who asked to be left alone: the log keeps how many, not who. */
const COUNTED: ReadonlySet<string> = new Set(['suppression.emails', 'suppression.domains']);

/** Finds what a save changed, setting by setting; [] when nothing did. Lists are compared and shown as a whole. */
export function describeSettingChanges(before: PortalSettings, after: PortalSettings): readonly SettingChange[] {
  const old = new Map(leavesOf('', before));
  const now = new Map(leavesOf('', after));
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((setting) => canonicalText(old.get(setting) ?? null) !== canonicalText(now.get(setting) ?? null))
    .map((setting) => ({
      setting,
      before: wordsOf(setting, old.get(setting)),
      after: wordsOf(setting, now.get(setting)),
    }));
}

function leavesOf(path: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  const members = Object.entries(value);
  return members.flatMap(([name, member]) => leavesOf(path === '' ? name : `${path}.${name}`, member));
}

function wordsOf(setting: string, value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (COUNTED.has(setting) && Array.isArray(value))
    return `${value.length} ${value.length === 1 ? 'entry' : 'entries'}`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
