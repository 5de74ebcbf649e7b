import type { Display } from './display.ts';
import { formatDate, formatShare } from './format.ts';
import { STAGE_LABELS } from './labels.ts';

/** Long texts are on the record itself; here they only need to be recognised. */
const MAX_SHOWN = 80;

const SHARES: readonly string[] = ['oppspot_match_confidence', 'oppspot_score_coverage'];

/** Words a property value as a person would say it; the account's own properties are quoted as they are. */
export function wordPropertyValue(display: Display, property: string, value: string | null): string {
  if (value === null || value === '') return 'empty';
  if (SHARES.includes(property) && Number.isFinite(Number(value))) return formatShare(display, Number(value));
  if (property === 'oppspot_last_enriched_at') return formatDate(display, toIso(value));
  if (property === 'oppspot_deal_stage')
    return Object.entries(STAGE_LABELS).find(([stage]) => stage === value)?.[1] ?? value;
  return value.length > MAX_SHOWN ? `“${value.slice(0, MAX_SHOWN).trimEnd()}…”` : `“${value}”`;
}

/** HubSpot keeps times as milliseconds and shows them as ISO text, depending on who asks. */
function toIso(value: string): string {
  return /^\d{12,}$/.test(value) ? new Date(Number(value)).toISOString() : value;
}
