import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { hasSeedDocument, readSeedDocument } from '../support/seed-document.ts';
import { findAll, isThere, ROOT, readText } from './project-files.ts';

const LIST = readText('docs/security-checklist.md');
const PROOFS = [...LIST.matchAll(/^ {2}- `(tests\/[^`]+)`: "([^"]+)"$/gm)].map(([, file = '', name = '']) => ({
  file,
  name,
}));

describe('docs/security-checklist.md', () => {
  it('ticks every line, each with a test', () => {
    const lines = LIST.split(/^- \[/m).slice(1);

    expect(lines).toHaveLength(7);
    expect(lines.filter((line) => !line.startsWith('x] ') || !/^ {2}- `tests\//m.test(line))).toEqual([]);
  });

  it.skipIf(!hasSeedDocument)('has the lines of the quick start, in its order', () => {
    const section = readSeedDocument().split('## 🔒 Security Checklist')[1]?.split('\n---')[0] ?? '';

    expect(findAll(LIST, /^- \[x\] (.+)$/gm)).toEqual(findAll(section, /^- \[ \] (.+)$/gm));
  });

  it.each(PROOFS)('names a test that is there: $name', ({ file, name }) => {
    const text = isThere(file) ? readText(file) : '';

    expect(text.includes(`'${name}'`) || text.includes(`\`${name}\``)).toBe(true);
  });

  it('keeps files of variables out of git', () => {
    const ignored = execFileSync('git', ['check-ignore', '.env', '.env.local'], { cwd: ROOT });

    expect(String(ignored).trim().split('\n')).toEqual(['.env', '.env.local']);
  });
});
