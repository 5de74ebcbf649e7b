import { describe, expect, it } from 'vitest';
import { findAll, isThere, readText } from './project-files.ts';

const guide = readText('docs/faults.md');
const rows = guide.split('\n').filter((line) => /^\| [FI]\d+ \|/.test(line));

interface Proof {
  readonly file: string;
  readonly name: string;
}

function proofsOf(row: string): readonly Proof[] {
  return [...row.matchAll(/`(tests\/[^`]+)`: “([^”]+)”/g)].map(([, file = '', name = '']) => ({ file, name }));
}

describe('docs/faults.md', () => {
  it('has every fault and every invariant, once and in order', () => {
    const numbers = (letter: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);

    expect(findAll(guide, /^\| ([FI]\d+) \|/gm)).toEqual([...numbers('F', 25), 'F30', 'F32', ...numbers('I', 8)]);
  });

  it.each(rows)('%s', (row) => {
    const proofs = proofsOf(row);
    const missing = proofs.filter(({ file, name }) => !isThere(file) || !readText(file).includes(name));

    expect(proofs.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });
});
