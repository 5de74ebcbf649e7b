/** A word for people and the colour that goes with it. */
export interface Label {
  readonly text: string;
  readonly color: string;
}

const STATUS: Readonly<Record<string, Label>> = {
  success: { text: 'Success', color: 'teal' },
  failed: { text: 'Failed', color: 'red' },
  pending: { text: 'Running', color: 'blue' },
};

const OUTCOME: Readonly<Record<string, Label>> = {
  completed: { text: 'Enriched', color: 'teal' },
  needs_review: { text: 'Needs review', color: 'yellow' },
  no_match: { text: 'No match', color: 'gray' },
  insufficient_data: { text: 'Too little data', color: 'orange' },
  failed: { text: 'Failed', color: 'red' },
  running: { text: 'Running', color: 'blue' },
};

const CONNECTION: Readonly<Record<string, Label>> = {
  connected: { text: 'Connected', color: 'teal' },
  disconnected: { text: 'Disconnected', color: 'gray' },
  error: { text: 'Needs attention', color: 'red' },
};

const BULK: Readonly<Record<string, Label>> = {
  queued: { text: 'Queued', color: 'gray' },
  running: { text: 'Running', color: 'blue' },
  paused: { text: 'Paused', color: 'yellow' },
  stopped: { text: 'Stopped', color: 'orange' },
  completed: { text: 'Completed', color: 'teal' },
  failed: { text: 'Failed', color: 'red' },
};

const KIND: Readonly<Record<string, string>> = {
  enrichment: 'Enrichment',
  sync: 'Sync',
  undo: 'Undo',
  settings: 'Settings',
  install: 'Connected',
  disconnect: 'Disconnected',
  repair: 'Properties repaired',
  forget: 'Forgotten match',
};

const OBJECT: Readonly<Record<string, string>> = { contacts: 'Contact', companies: 'Company', deals: 'Deal' };

const BY: Readonly<Record<string, string>> = {
  card: 'a person in HubSpot',
  bulk: 'a bulk run',
  workflow: 'a workflow',
  webhook: 'a change in HubSpot',
  schedule: 'the schedule',
  api: 'the API',
  dashboard: 'a person in the dashboard',
};

/** An unknown word is shown as it is: better than nothing, and never wrong. */
const labelIn = (labels: Readonly<Record<string, Label>>, word: string): Label =>
  labels[word] ?? { text: word, color: 'gray' };

/** The label of a line's status; of a run its outcome says more. */
export const historyLabel = (status: string, outcome: string | null): Label =>
  outcome !== null && OUTCOME[outcome] !== undefined ? labelIn(OUTCOME, outcome) : labelIn(STATUS, status);
export const connectionLabel = (status: string): Label => labelIn(CONNECTION, status);
export const bulkLabel = (status: string): Label => labelIn(BULK, status);
export const kindText = (kind: string): string => KIND[kind] ?? kind;
export const objectText = (objectType: string): string => OBJECT[objectType] ?? objectType;
export const requesterText = ({ kind, via }: { readonly kind: string; readonly via?: string | undefined }): string =>
  BY[via ?? kind] ?? kind;

const SOURCE: Readonly<Record<string, string>> = {
  companies_house: 'Companies House',
  oppspot: 'oppSpot',
  hubspot: 'HubSpot',
};

/** A source of evidence as it writes itself. */
export const sourceText = (source: string): string => SOURCE[source] ?? wordsOf(source);

/** A name of ours as words: `score.financial` → "Score financial". */
export function wordsOf(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[._]/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Colour of a score by its band (docs/scoring.md). */
export function scoreColor(total: number): string {
  if (total >= 80) return 'red';
  if (total >= 60) return 'orange';
  return total >= 40 ? 'yellow' : 'blue';
}
