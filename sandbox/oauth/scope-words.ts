/** Scopes in words, for the person who is asked to agree. */
const WORDS: Readonly<Record<string, string>> = {
  oauth: 'Connect to your account and read its basic details',
  automation: 'Finish workflow actions',
  timeline: 'Show events on record timelines',
  'crm.objects.owners.read': 'See who your record owners are',
  'crm.lists.read': 'See your lists and who is in them',
};

const OBJECT_WORDS: Readonly<Record<string, string>> = {
  contacts: 'contacts, tasks and notes',
  companies: 'companies',
  deals: 'deals',
};

/** Says what a scope allows; a scope nobody has described shows its own name. */
export function describeScope(scope: string): string {
  const known = WORDS[scope];
  if (known !== undefined) return known;
  const match = /^crm\.(objects|schemas)\.(\w+)\.(read|write)$/.exec(scope);
  if (match === null) return scope;
  const [, area, name = '', access] = match;
  const things = area === 'schemas' ? `properties of ${name}` : (OBJECT_WORDS[name] ?? name);
  return `${access === 'read' ? 'View' : 'Create and change'} ${things}`;
}
