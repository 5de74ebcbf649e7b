import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSmartsync } from '../../../scripts/smartsync/run-smartsync.ts';
import { OTHER_PORTAL, PORTAL, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  await world.stop();
});

/** The operator's command line, in this process. */
async function smartsync(...args: readonly string[]) {
  let output = '';
  const note = (text: string) => (output += `${text}\n`);
  const environment = { ...process.env, DATABASE_URL: world.database.url };
  const code = await runSmartsync(args, { environment, print: note, complain: note });
  return { code, output };
}

/** The same as npm starts it, in a process of its own. */
async function smartsyncApart(...args: readonly string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/smartsync.ts', ...args], {
    env: { ...process.env, DATABASE_URL: world.database.url },
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].on('data', (data) => (texts[name] += String(data)));
  const [code] = await once(child, 'close');
  return { code, ...texts };
}

const explain = (type: string, key: string, portalId = PORTAL) =>
  smartsync('explain', '--portal', String(portalId), '--type', type, '--record', world.id(key));

const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match.slice(1));

describe('smartsync explain', () => {
  it('adds up from printed points and weights to the total', async () => {
    const { score } = await world.enrich('companies', 'kestrel');

    const { code, output } = await explain('companies', 'kestrel');
    const weighed = found(output, /([\d.]+) × ([\d.]+) = +[\d.]+/g).map(
      ([weight, value]) => Number(weight) * Number(value),
    );

    expect(code).toBe(0);
    expect(weighed.length).toBeGreaterThan(1);
    expect(Math.round(weighed.reduce((sum, share) => sum + share, 0))).toBe(score?.total);
    expect(output).toContain(`SCORE  ${score?.total} of 100`);
    expect(output).toContain(`    Total ${score?.total}\n`);
  });

  it('gives each factor its points, reason, day and evidence, and lists that evidence', async () => {
    const { score } = await world.enrich('companies', 'kestrel');
    const factors = Object.values(score?.parts ?? {}).flatMap((part) => part.factors);

    const { output } = await explain('0-2', 'kestrel');
    const cited = found(output, /As of \d{4}-\d{2}-\d{2} \[([^\]]+)\]/g).flatMap(([ids = '']) => ids.split(', '));
    const listed = found(output, /^ {2}\[(e\d+)\] /gm).flat();

    expect(factors.filter(({ label, value, reason }) => !output.includes(`${label}: ${value}. ${reason}.`))).toEqual(
      [],
    );
    expect(cited.filter((id) => !listed.includes(id))).toEqual([]);
    expect(cited.length).toBeGreaterThanOrEqual(factors.length);
  });

  it('says why the company was accepted, and what would raise the total', async () => {
    const { score } = await world.enrich('companies', 'kestrel');

    const { output } = await explain('companies', 'kestrel');

    expect(output).toContain('COMPANY  KESTREL LOOM SOFTWARE LIMITED, number 99100001, Active');
    expect(output).toContain('because: postcode equal');
    expect(
      score?.wouldChange.filter(({ change, deltaPoints }) => !output.includes(`+${deltaPoints}  ${change}`)),
    ).toEqual([]);
  });

  it('shows the gate that holds a total down', async () => {
    const { score } = await world.enrich('companies', 'sinking');

    const { output } = await explain('companies', 'sinking');

    expect(output).toContain('Gate: liquidation, no more than 10 points');
    expect(output).toContain(`    Total ${score?.total}\n`);
  });

  it('lists the candidates of a record that was left to a person', async () => {
    await world.enrich('companies', 'twin');

    const { output } = await explain('companies', 'twin');

    expect(output).toContain('COMPANY  left to a person');
    expect(output).toMatch(/0\.\d\d {2}COPPER FINCH LIMITED, 99100003, BATH BA1 1AA/);
  });

  it('knows nothing of a record in another portal, and says so', async () => {
    await world.enrich('companies', 'kestrel');
    await world.install(OTHER_PORTAL, 601);

    const { code, output } = await explain('companies', 'kestrel', OTHER_PORTAL);

    expect(code).toBe(1);
    expect(output).toContain('was never enriched');
  });

  it.each([
    ['a missing option', ['explain', '--portal', '1'], 1, 'explain needs'],
    ['an unknown option', ['explain', '--colour', 'red'], 1, 'Usage'],
    [
      'a portal that was never installed',
      ['explain', '--portal', '9', '--type', 'deals', '--record', '1'],
      1,
      'never installed',
    ],
    ['an unknown command', ['explode'], 2, 'There is no command'],
    ['a portal that is no number', ['logs', '--portal', 'mine'], 1, 'a number'],
    ['a job whose id is none', ['retry', '1'], 1, 'takes the id of a job'],
  ])('refuses %s with a clear sentence', async (_what, args, expected, sentence) => {
    const { code, output } = await smartsync(...args);

    expect(code).toBe(expected);
    expect(output).toContain(sentence);
  });
});

describe('npm run smartsync', () => {
  it('prints the answer of a command, and ends with 0', async () => {
    const { code, stdout, stderr } = await smartsyncApart('connections');

    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${PORTAL} +connected`, 'm'));
    expect(stderr).toBe('');
  });

  it('complains where errors go, and ends with the code of the failure', async () => {
    const { code, stdout, stderr } = await smartsyncApart('explode');

    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('There is no command');
  });
});

describe('smartsync connections and logs', () => {
  it('list each portal with its status, and no secret', async () => {
    await world.install(OTHER_PORTAL, 601);

    const { code, output } = await smartsync('connections');

    expect(code).toBe(0);
    expect(found(output, /^(\d+) +connected +oauth/gm).flat()).toEqual([String(PORTAL), String(OTHER_PORTAL)]);
    expect(output).not.toContain('v1.');
  });

  it('show what happened last, of one portal when it is named', async () => {
    await world.enrich('companies', 'kestrel');
    await world.install(OTHER_PORTAL, 601);

    const all = await smartsync('logs');
    const one = await smartsync('logs', '--portal', String(OTHER_PORTAL));

    expect(all.output).toMatch(
      new RegExp(` ${PORTAL} +enrichment +success +companies ${world.id('kestrel')} +completed`),
    );
    expect(one.output).toMatch(new RegExp(` ${OTHER_PORTAL} +install +success`));
    expect(one.output).not.toContain(String(PORTAL));
  });
});
