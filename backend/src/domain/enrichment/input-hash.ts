/**
 * Writes a value as text that is the same for equal values: members sorted by name, absent ones left out.
 *
 * The caller hashes it. Lists keep their order, because order means something in them.
 */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalText(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    // In one text and not by lists of parts: a score hashes all that is known of a company.
    let members = '';
    for (const [name, member] of Object.entries(value).sort(byName)) {
      if (member !== undefined) members += `${members && ','}${JSON.stringify(name)}:${canonicalText(member)}`;
    }
    return `{${members}}`;
  }
  return JSON.stringify(value ?? null);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
