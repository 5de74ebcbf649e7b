import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCORE_MODEL, scoreCompany } from '../../backend/src/domain/scoring/score-company.ts';
import { SIGNAL_RULES } from '../../backend/src/domain/signals/signal-rules.ts';
import { findAll, isThere, listFiles, readText } from './project-files.ts';

const documents = listFiles('*.md');
const packageJson: {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
} = JSON.parse(readText('package.json'));

/** Heading to anchor, as GitHub makes it. */
function anchorsOf(text: string): readonly string[] {
  const headings = findAll(text.replace(/```[\s\S]*?```/g, ''), /^#+ (.+)$/gm);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function linksOf(document: string): readonly string[] {
  return findAll(readText(document), /\]\(([^)\s]+)\)/g).filter((link) => !/^(https?|mailto):/.test(link));
}

describe.each(documents)('%s', (document) => {
  it('has links that lead somewhere', () => {
    const broken = linksOf(document).filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? document : path.posix.join(path.posix.dirname(document), file);
      return !isThere(target) || (anchor !== undefined && !anchorsOf(readText(target)).includes(anchor));
    });

    expect(broken).toEqual([]);
  });

  it('names only commands of package.json', () => {
    const named = findAll(readText(document), /npm run ([\w:-]+)/g);

    expect(named.filter((name) => packageJson.scripts[name] === undefined)).toEqual([]);
  });

  it('names only files that exist', () => {
    const named = findAll(
      readText(document),
      /`((?:backend|hubspot-project|sandbox|scripts|prisma|deploy|bench)\/[\w./-]+)`/g,
    );

    expect(named.filter((file) => !isThere(file))).toEqual([]);
  });
});

describe('ARCHITECTURE.md', () => {
  it('opens with the glossary', () => {
    expect(findAll(readText('ARCHITECTURE.md'), /^## (.+)$/gm)[0]).toBe('Glossary');
  });

  it('names every room', () => {
    const text = readText('ARCHITECTURE.md');
    const sources = listFiles(
      'backend/src',
      'hubspot-project',
      'sandbox',
      'scripts',
      'prisma',
      'bench',
      'deploy',
      'docs/decisions',
    );
    const rooms = new Set(
      sources
        .map((file) => path.posix.dirname(file))
        .filter((folder) => !/^prisma\/migrations\/|\/fixtures(\/|$)/.test(folder)),
    );

    expect([...rooms].filter((room) => !text.includes(`\`${room}/\``))).toEqual([]);
  });
});

describe('CONTRIBUTING.md', () => {
  it('names every folder of tests', () => {
    const folders = new Set(listFiles('tests').map((file) => file.split('/').slice(0, 2).join('/')));
    const text = readText('CONTRIBUTING.md');

    expect([...folders].filter((folder) => !text.includes(`\`${folder}/\``))).toEqual([]);
  });
});

describe('the decisions', () => {
  const files = listFiles('docs/decisions').map((file) => path.posix.basename(file));

  it('are numbered without gaps', () => {
    const expected = files.map((_, index) => String(index + 1).padStart(4, '0'));

    expect(files.map((file) => file.slice(0, 4)).sort()).toEqual(expected);
  });

  it.each(files)('%s gives its context, its decision and its price', (file) => {
    const text = readText(`docs/decisions/${file}`);

    expect(text).toMatch(new RegExp(`^# ${file.slice(0, 4)}\\. `));
    expect(findAll(text, /^## (.+)$/gm)).toEqual(['Context', 'Decision', 'Price']);
  });

  it('give every dependency its reason, and no other', () => {
    const reasoned = findAll(readText('docs/decisions/0002-dependencies.md'), /^\| `([^`]+)` \| .{10,} \|$/gm);
    const used = [...Object.keys(packageJson.dependencies), ...Object.keys(packageJson.devDependencies)];

    expect([...reasoned].sort()).toEqual(used.sort());
  });
});

describe('docs/setup-guide.md', () => {
  const guide = readText('docs/setup-guide.md');

  it('gives a reason for each scope that the app asks for, and no other', () => {
    const { config } = JSON.parse(readText('hubspot-project/app/app-hsmeta.json'));
    const section = guide.split('### What the app asks for')[1]?.split('\n### ')[0] ?? '';

    expect([...findAll(section, /^\| `([^`]+)` \|/gm)].sort()).toEqual([...config.auth.requiredScopes].sort());
  });
});

describe('docs/scoring.md', () => {
  const text = readText('docs/scoring.md');

  it('is about the model that is built', () => {
    expect(text).toContain(`\`${SCORE_MODEL}\``);
  });

  it.each(Object.entries(SIGNAL_RULES))('has the row of %s', (_, rule) => {
    const { kind, strength, confidence, polarity, decayPer30Days } = rule;
    const row = [kind, strength, confidence.toFixed(2), polarity, decayPer30Days.toFixed(2)].join(' | ');

    expect(text).toContain(`| ${row} |`);
  });

  it('works its second example as the product does', () => {
    const known = <T>(value: T) => ({ value, observedOn: '2026-11-01', evidence: ['e1'] });
    const score = scoreCompany({
      facts: {
        status: known('Active'),
        incorporatedOn: known('2018-06-01'),
        sicCodes: known([{ code: '62012', description: 'Software development' }]),
        accountsCategory: known('SMALL'),
        accountsNextDueOn: known('2027-03-31'),
        confirmationStatementNextDueOn: known('2027-06-14'),
        chargesOutstanding: known(0),
      },
      engagement: {},
      events: [],
      icp: {
        criteria: [
          { field: 'industry', rule: 'must', values: ['62'] },
          { field: 'age', rule: 'should', min: 5 },
        ],
      },
      weights: { financial: 0.3, growth: 0.25, engagement: 0.15, fit: 0.3 },
      coverageFloor: 0.35,
      asOf: '2026-11-10',
    });

    const { financial, growth, fit } = score.parts;
    expect([financial.value, growth.value, fit.value]).toEqual([84, 70, 100]);
    expect([score.total, score.band, score.coverage.toFixed(2)]).toEqual([93, 'warm', '0.49']);
    expect(text).toContain('÷ 0.49 = 93.');
  });
});
