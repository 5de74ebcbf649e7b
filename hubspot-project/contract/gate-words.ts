/** Gates by the name that a score gives them. */
const GATE_WORDS: Readonly<Record<string, string>> = {
  dissolved: 'Dissolved',
  removed: 'Removed from the register',
  closed: 'Closed',
  liquidation: 'In liquidation',
  receivership: 'In receivership',
  administration: 'In administration',
  insolvency_proceedings: 'In insolvency proceedings',
  strike_off: 'Proposal to strike it off',
  voluntary_arrangement: 'In a voluntary arrangement',
  receiver_on_charge: 'A receiver manager is on a charge',
  dormant: 'Dormant',
};

/**
 * What caps a score, as a person would say it aloud, e.g. `In liquidation`.
 *
 * A gate that is not known here (the backend may be newer than the card) keeps its name, as words.
 */
export function gateInWords(name: string): string {
  const [, rule, field] = /^icp_(must|must_not)_([a-z]+)$/.exec(name) ?? [];
  if (rule === 'must') return `Your ideal customer profile asks for another ${field}`;
  if (rule === 'must_not') return `Your ideal customer profile excludes this ${field}`;
  const words = name.replaceAll('_', ' ');
  return GATE_WORDS[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
