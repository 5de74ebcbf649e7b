/** What a register status means for us; one status can mean several (`In Administration/Receiver Manager`). */
export type StatusKind =
  | 'dissolved'
  | 'removed'
  | 'closed'
  | 'liquidation'
  | 'receivership'
  | 'administration'
  | 'insolvency_proceedings'
  | 'strike_off'
  | 'voluntary_arrangement'
  | 'receiver_on_charge';

/** Words that show a kind, in upper case with single spaces. */
const KIND_WORDS: readonly (readonly [StatusKind, RegExp])[] = [
  ['dissolved', /\bDISSOLVED\b/],
  ['removed', /\bREMOVED\b/],
  ['closed', /\bCLOSED\b/],
  ['liquidation', /\bLIQUIDATION\b/],
  ['receivership', /\bRECEIVER(SHIP)?\b/],
  ['administration', /\bADMINISTRATI(ON|VE)\b/],
  ['insolvency_proceedings', /\bINSOLVENCY\b/],
  ['strike_off', /\bSTRIKE OFF\b/],
  ['voluntary_arrangement', /\bVOLUNTARY ARRANGEMENT\b/],
];

/** Kinds that show that the company has an insolvency case. */
const INSOLVENCY_KINDS: ReadonlySet<StatusKind> = new Set([
  'liquidation',
  'receivership',
  'administration',
  'insolvency_proceedings',
  'voluntary_arrangement',
  'receiver_on_charge',
]);

/** Kinds of companies that have ended. */
const ENDED_KINDS: ReadonlySet<StatusKind> = new Set(['dissolved', 'removed', 'closed']);

/**
 * Reads what a status means, in the spellings of the bulk file (`In Administration/Receiver Manager`) and of the API
 * (`converted-closed`, `active-proposal-to-strike-off`).
 *
 * @returns [] for a company that simply lives (`Active`, `Open`, `Registered`) and for words we do not know
 */
export function statusKindsOf(status: string): readonly StatusKind[] {
  const words = status
    .toUpperCase()
    .replace(/[^A-Z]+/g, ' ')
    .trim();
  // A living company with a receiver over one asset is not itself in receivership.
  if (/^LIVE (?:BUT )?RECEIVER MANAGER/.test(words)) return ['receiver_on_charge'];
  return KIND_WORDS.flatMap(([kind, pattern]) => (pattern.test(words) ? [kind] : []));
}

/** Tells whether the status itself shows an insolvency case. */
export function showsInsolvency(status: string): boolean {
  return statusKindsOf(status).some((kind) => INSOLVENCY_KINDS.has(kind));
}

/** Tells whether a company with this status has ended: dissolved, removed from the register, or closed. */
export function hasEnded(status: string): boolean {
  return statusKindsOf(status).some((kind) => ENDED_KINDS.has(kind));
}
