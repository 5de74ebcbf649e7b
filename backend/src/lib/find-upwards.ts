import { existsSync } from 'node:fs';
import path from 'node:path';

/** Finds a file or folder in this folder or the nearest one above it: sources and build lie at different depths. Throws when there is none. */
export function findUpwards(from: string, name: string): string {
  const candidate = path.join(from, name);
  if (existsSync(candidate)) return candidate;
  const parent = path.dirname(from);
  if (parent === from) throw new Error(`${name} is not in this folder or above it`);
  return findUpwards(parent, name);
}
