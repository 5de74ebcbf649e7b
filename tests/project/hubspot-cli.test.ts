/** HubSpot's real command line over both editions, against a stand-in of the endpoints it calls: no account, no internet. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import yauzl from 'yauzl';
import { startProjectApi } from '../support/hubspot-project-api.ts';
import { makeProjectCopy, withConfig } from './hubspot-project-copy.ts';

const HS = path.resolve('node_modules/@hubspot/cli/bin/hs.js');
const EDITIONS = ['marketplace', 'private'] as const;

let api: Awaited<ReturnType<typeof startProjectApi>>;
let home: string;
beforeAll(async () => {
  api = await startProjectApi();
  home = await mkdtemp(path.join(tmpdir(), 'hs-home-'));
  await writeFile(path.join(home, 'cert.pem'), api.cert);
});
afterAll(async () => {
  await api.stop();
  await rm(home, { recursive: true, force: true });
});
beforeEach(() => {
  api.calls.length = 0;
});

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs `hs project …` in a folder; what it prints, and its exit code. */
const hs = (cwd: string, ...args: readonly string[]) => run(cwd, [HS, 'project', ...args, '--use-env']);

function run(cwd: string, args: readonly string[], over: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    NODE_EXTRA_CA_CERTS: path.join(home, 'cert.pem'),
    ...api.environment,
    ...over,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [...args], { cwd, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
    });
  });
}

/** Names of the files in the package that was uploaded, and what HubSpot made of the metadata. */
async function readUpload() {
  const { body } = api.calls.find((call) => call.path.includes('/upload/new-api')) ?? { body: Buffer.alloc(0) };
  const start = body.indexOf('PK\u0003\u0004', 0, 'latin1');
  const end = body.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  const zip = body.subarray(start, end + 22);
  const names: string[] = [];
  await new Promise<void>((resolve, reject) => {
    yauzl.fromBuffer(zip, (error, file) => {
      if (error) return reject(error);
      file.on('entry', (entry: { readonly fileName: string }) => {
        // Folders are listed too, empty ones included; what counts is files.
        if (!entry.fileName.endsWith('/')) names.push(entry.fileName);
      });
      file.on('end', () => resolve());
    });
  });
  return { names, form: body.toString('latin1') };
}

describe.each(EDITIONS)('the %s edition', (edition) => {
  let project: Awaited<ReturnType<typeof makeProjectCopy>>;
  beforeAll(async () => {
    project = await makeProjectCopy(edition);
  });
  afterAll(() => project.remove());

  test('is valid for hs project validate', async () => {
    const { code, output } = await hs(project.dir, 'validate');

    expect([code, output]).toEqual([0, expect.stringContaining('valid and ready to upload')]);
    expect(api.calls.map((call) => call.path)).toContainEqual(expect.stringContaining('/project-schemas/v3/2026.09'));
  });

  test('is uploaded by hs project upload, with sources only', async () => {
    for (const folder of ['dist', 'app/dist', 'app/cards/dist', 'app/cards/node_modules/x', 'app/cards/tests'])
      await mkdir(project.at(folder), { recursive: true }).then(() => writeFile(project.at(`${folder}/left.js`), ''));
    await writeFile(project.at('app/local.json'), '{"proxy":{}}');
    await writeFile(project.at('app/cards/Card.test.tsx'), '');

    const { code, output } = await hs(project.dir, 'upload', '--profile', edition, '-m', 'x', '--skip-npm-audit');

    expect([code, output]).toEqual([0, expect.stringContaining('Build #1 succeeded')]);
    const { names, form } = await readUpload();
    expect(names).toContain('app/app-hsmeta.json');
    expect(names).toContain('app/cards/package-lock.json');
    expect(names.filter((name) => /dist|node_modules|local\.json|tests?\b|\.test\.|\.env/.test(name))).toEqual([]);
    expect(names.some((name) => name.startsWith('app/functions/'))).toBe(edition === 'private');
    expect(form.includes('APP_FUNCTION')).toBe(edition === 'private');
    expect(form).toContain('https://smartsync.oppspot.example/api/hubspot/webhooks');
  });
});

test('hs project validate refuses what the validator refuses', async () => {
  const project = await makeProjectCopy();
  await project.edit('app/app-hsmeta.json', (json) => withConfig(json, { distribution: 'nowhere' }));

  const { code, output } = await hs(project.dir, 'validate');
  await project.remove();

  expect(code).not.toBe(0);
  expect(output).toContain('distribution');
});

describe('npm run hubspot:schemas', () => {
  const script = ['node_modules/tsx/dist/cli.mjs', 'scripts/hubspot/fetch-schemas.ts'];

  test('keeps what HubSpot serves for our platform version', async () => {
    const file = path.join(home, 'schemas.json');

    const { code, output } = await run(path.resolve('.'), [...script, '--out', file]);

    expect([code, output]).toEqual([0, expect.stringMatching(/^\d+ schemas of 2026\.09 in /)]);
    const drafts = await readFile('scripts/hubspot/draft-schemas.json', 'utf8');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(JSON.parse(drafts));
  });

  test('says what it needs when there is no account', async () => {
    const { code, output } = await run(path.resolve('.'), script, { HUBSPOT_PERSONAL_ACCESS_KEY: '' });

    expect([code, output]).toEqual([1, expect.stringContaining('HUBSPOT_PERSONAL_ACCESS_KEY')]);
  });
});
