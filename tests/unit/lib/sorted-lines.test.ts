import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { makeSortedLines, readSortedLines } from '../../../backend/src/lib/sorted-lines.ts';

describe('sorted lines', () => {
  const lines = makeSortedLines(Buffer.from('a.com\nab.com\nb.co.uk\nzz.org\n'));

  it('finds the first, the last and those between', () => {
    expect(['a.com', 'ab.com', 'b.co.uk', 'zz.org'].map((line) => lines.has(line))).toEqual([true, true, true, true]);
  });

  it('finds the last one without an end of line', () => {
    expect(makeSortedLines(Buffer.from('a\nb')).has('b')).toBe(true);
  });

  it.each(['', 'a', 'a.co', 'a.comm', 'b.co.ukk', 'zz', 'zzz.org', '0', '~', 'a.com\nab.com', '\n'])(
    'finds no %j among them',
    (line) => {
      expect(lines.has(line)).toBe(false);
    },
  );

  it('comes to an end before an empty first line', () => {
    expect(makeSortedLines(Buffer.from('\na\n')).has('0')).toBe(false);
  });

  it('finds nothing in an empty text', () => {
    expect(makeSortedLines(Buffer.from('')).has('a')).toBe(false);
  });

  // Halving needs the order: a version of the package that gives it up must not lose domains unseen.
  it.each(['freemail/data/free.txt', 'freemail/data/disposable.txt'])('finds every line of %s', (file) => {
    const text = readFileSync(createRequire(import.meta.url).resolve(file), 'utf8');
    const list = readSortedLines(file);

    const lost = text.split('\n').filter((line) => line !== '' && !list.has(line));

    expect(lost).toEqual([]);
  });
});
