import type { ActivityItemWire } from '../../../contract/activity.ts';
import { countWords, joinWords } from '../../../display/names.ts';
import { TYPE_OF_ONE } from '../../../display/record-url.ts';
import { OUTCOME_LABELS } from './overview-words.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** As long as the backend keeps what a write replaced (contract: undo for 30 days). */
const UNDO_DAYS = 30;
/** Characters of both values that still read well in a table. */
const MAX_VALUES = 60;

const KINDS: Readonly<Record<string, string>> = {
  enrichment: 'Enrichment',
  undo: 'Undo',
  forget: 'Wrong company cleared',
  settings: 'Settings changed',
  install: 'Installed',
  disconnect: 'Disconnected',
  repair: 'Properties repaired',
  sync: 'Sync',
};

const ASKED_BY: Readonly<Record<string, string>> = {
  card: 'a person on the record',
  bulk: 'a bulk run',
  workflow: 'a workflow',
  webhook: 'a change in HubSpot',
  schedule: 'the schedule',
  api: 'the API',
  dashboard: 'a person in the dashboard',
};

/** What it was. */
export const titleOf = ({ kind }: ActivityItemWire): string => KINDS[kind] ?? kind;

/** Which record, in words; null when it was about none. */
export const recordOf = ({ objectType, objectId }: ActivityItemWire): string | null =>
  objectType && objectId ? `${TYPE_OF_ONE[objectType]} ${objectId}` : null;

/** A change of settings has no record that somebody stood on: its message begins with who made it. */
const CHANGED_BY = /^changed by ([^:]+): /;

/** Who asked for it; null when that is not known. */
export function askerOf({ requestedBy, settingChanges, message }: ActivityItemWire): string | null {
  if (settingChanges.length > 0) return CHANGED_BY.exec(message ?? '')?.[1] ?? null;
  if (!requestedBy) return null;
  const by = ASKED_BY[requestedBy.via ?? requestedBy.kind] ?? requestedBy.kind;
  return requestedBy.userId === undefined ? by : `${by} (user ${requestedBy.userId})`;
}

/** What came of it, in one line. */
export function outcomeOf(item: ActivityItemWire): string {
  const { enrichmentStatus, written, kept, message, settingChanges } = item;
  if (settingChanges.length > 0) return joinWords(settingChanges.map(wordSettingChange));
  if (item.kind === 'undo') return wordUndoItem(item);
  const ended = enrichmentStatus && enrichmentStatus !== 'running' ? OUTCOME_LABELS[enrichmentStatus] : null;
  const wrote = written.length > 0 ? `${countWords(written.length, 'value')} written` : null;
  const keeps = kept.length > 0 ? `${kept.length} kept` : null;
  const isTold = item.kind !== 'enrichment' || item.status === 'failed';
  if (isTold && message !== null) return message;
  // What automation made is said after what was written, and does not take its place.
  const parts = [ended, wrote, keeps, message].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(', ') : 'Done';
}

function wordUndoItem({ written, kept, message }: ActivityItemWire): string {
  const taken = `${countWords(written.length, 'value')} taken back`;
  return message ?? (kept.length > 0 ? `${taken}, ${kept.length} kept because of later edits` : taken);
}

/** Lists such as field mappings are too long for a line. */
function wordSettingChange({ setting, before, after }: ActivityItemWire['settingChanges'][number]): string {
  const isShort = before.length + after.length <= MAX_VALUES;
  const name = nameSetting(setting);
  return isShort ? `${name}: ${SWITCH[before] ?? before} → ${SWITCH[after] ?? after}` : `${name} changed`;
}

const SWITCH: Readonly<Record<string, string>> = { true: 'on', false: 'off' };
/** Names that say too little as they are. */
const SETTING_PARTS: Readonly<Record<string, string>> = {
  icp: 'ideal customer',
  adminUserIds: 'admins',
  retentionDays: 'days kept',
};

/** `limits.recordsPerDay` as a person says it: “Limits › records per day”. */
function nameSetting(setting: string): string {
  const parts = setting
    .split('.')
    .map((part) => SETTING_PARTS[part] ?? part.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
  const name = parts.join(' › ');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Tells whether an item's writes can still be taken back, as far as the list shows. */
export function mayUndo(item: ActivityItemWire, all: readonly ActivityItemWire[], nowMs: number): boolean {
  const isWrite = item.kind === 'enrichment' && item.written.length > 0 && item.enrichmentId !== null;
  const isUndone = all.some(({ kind, enrichmentId }) => kind === 'undo' && enrichmentId === item.enrichmentId);
  return isWrite && !isUndone && nowMs - new Date(item.at).getTime() < UNDO_DAYS * DAY_MS;
}
