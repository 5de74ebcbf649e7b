import type { RegisterChange, RegisterCompany } from '../company/register-company.ts';
import { SNIPPET_CHARACTERS } from './evidence.ts';

/** Something that the register tells of the past, and the evidence whose snippet says so. */
export interface RegisterHistory {
  readonly ofName: ReadonlyMap<string, string>;
  readonly ofChange: ReadonlyMap<RegisterChange, string>;
  /** Snippets by evidence id, each within its limit. */
  readonly snippets: ReadonlyMap<string, string>;
}

const FIELD_WORDS: Readonly<Record<RegisterChange['field'], string>> = {
  name: 'Company name',
  status: 'Status',
  registeredOffice: 'Registered office',
  accountsCategory: 'Accounts category',
  chargesOutstanding: 'Outstanding charges',
  sicCodes: 'SIC codes',
};

/**
 * Writes down earlier names and what two imports showed to have changed, so that an event can cite words that say it.
 *
 * The present state of a company proves none of that. What does not fit into one snippet goes into a further one.
 */
export function describeRegisterHistory(row: RegisterCompany): RegisterHistory {
  const snippets = new Map<string, string>();
  let id = 'history';
  const write = (line: string): string => {
    const text = line.slice(0, SNIPPET_CHARACTERS);
    const longer = [snippets.get(id), text].filter(Boolean).join('; ');
    if (longer.length > SNIPPET_CHARACTERS) id = `history${snippets.size + 1}`;
    snippets.set(id, snippets.has(id) ? longer : text);
    return id;
  };
  const ofName = new Map(
    (row.previousNames ?? []).map(({ name, changedOn }) => [
      name,
      write(changedOn === null ? `Earlier name: ${name}` : `Name until ${changedOn}: ${name}`),
    ]),
  );
  const ofChange = new Map(
    row.changes.map((change) => [
      change,
      write(
        `${FIELD_WORDS[change.field]}: ${change.before || 'none'}, then ${change.after || 'none'} (seen by ${change.seenOn})`,
      ),
    ]),
  );
  return { ofName, ofChange, snippets };
}
