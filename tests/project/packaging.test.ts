import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { parseConfig } from '../../backend/src/config.ts';
import { asAdministrator, connect } from '../support/test-database.ts';
import { findAll, isThere, listFiles, ROOT, readText } from './project-files.ts';

const packageJson: {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly workspaces: readonly string[];
} = JSON.parse(readText('package.json'));

/** Every variable that the configuration looks at, found by letting it look. */
function variablesRead(): readonly string[] {
  const seen = new Set<string>();
  const values: Readonly<Record<string, string>> = { OPENAI_API_KEY: 'set', NODE_ENV: 'production' };
  const env = new Proxy(values, {
    get: (target, name) => {
      seen.add(String(name));
      return target[String(name)];
    },
  });
  parseConfig(env);
  return [...seen].sort();
}

describe('compose.yaml', () => {
  const sizes = (text: string) => findAll(text, /(--[a-z0-9-]+-size=\d+)/g);
  const commandOf = (service: string) =>
    readText('compose.yaml')
      .split(`\n  ${service}:\n`)[1]
      ?.split(/\n {2}\w/)[0] ?? '';

  it.each([
    ['web', 2],
    ['worker', 3],
  ])('starts the %s process with the %i sizes of its npm script', (role, count) => {
    const wanted = sizes(packageJson.scripts[`start:${role}`] ?? '');

    expect(wanted).toHaveLength(count);
    expect(sizes(commandOf(role))).toEqual(wanted);
  });
});

describe('the environment', () => {
  const compose = findAll(readText('compose.yaml'), /\$\{(\w+)/g);

  it('is in .env.example, whole and with nothing else', () => {
    const offered = findAll(readText('.env.example'), /^(\w+)=/gm);

    expect([...offered].sort()).toEqual([...new Set([...variablesRead(), ...compose])].sort());
  });

  it('has a line for each variable in docs/operations.md, and no other', () => {
    const section = readText('docs/operations.md').split('## Environment')[1]?.split('\n## ')[0] ?? '';

    expect([...findAll(section, /^\| `(\w+)` \|/gm)].sort()).toEqual(variablesRead());
  });

  it('has no value in .env.example', () => {
    expect(readText('.env.example')).not.toMatch(/^\w+=.+$/m);
  });
});

describe('the container image', () => {
  const dockerfile = readText('Dockerfile');
  const copies = findAll(dockerfile, /^COPY (?!--from)(.+)$/gm).map((line) => line.split(' ').slice(0, -1));

  it('copies only what exists', () => {
    expect(copies.flat().filter((source) => !isThere(source))).toEqual([]);
  });

  it('gets through .dockerignore what it copies', () => {
    const admitted = findAll(readText('.dockerignore'), /^!(.+)$/gm);
    const isAdmitted = (source: string) => admitted.some((entry) => source === entry || source.startsWith(`${entry}/`));

    expect(copies.flat().filter((source) => !isAdmitted(source))).toEqual([]);
  });

  it('has the package.json of every workspace before it installs', () => {
    const [beforeInstall = ''] = dockerfile.split('npm ci');

    expect(packageJson.workspaces.filter((folder) => !beforeInstall.includes(`${folder}/package.json`))).toEqual([]);
  });

  it('ends as a user without rights and starts what the build makes', () => {
    const stages = dockerfile.split(/^FROM /m);
    const start = String(packageJson.scripts.start).replace('exec node ', '');

    expect(stages.at(-1)).toMatch(/^USER node$/m);
    expect(stages.at(-1)).toContain(start);
  });

  it('is built from the Node that package.json asks for', () => {
    const bases = findAll(dockerfile, /^FROM (node:\S+)/gm);

    expect(new Set(bases)).toEqual(new Set(['node:20-slim']));
    expect(readText('.nvmrc').trim()).toBe('20.19.0');
  });
});

describe('the production build', () => {
  it('compiles with its own configuration, which knows no browser', () => {
    const compiler = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const compile = () =>
      execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--noEmit'], { cwd: ROOT });

    expect(compile).not.toThrow();
    // A whole compile, beside other tests on two cores: far more than any other test needs.
  }, 300_000);
});

describe('the lock file', () => {
  it('lists the optional packages of every platform, without which npm ci stops', () => {
    const { packages }: { packages: Record<string, { optionalDependencies?: Record<string, string> }> } = JSON.parse(
      readText('package-lock.json'),
    );
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => {
        return (
          packages[`node_modules/${name}`] === undefined && packages[`${place}/node_modules/${name}`] === undefined
        );
      }),
    );

    expect(missing).toEqual([]);
  });
});

describe('the database of compose.yaml', () => {
  it('belongs to a role that may create roles and is no superuser', async () => {
    const script = readText('deploy/create-database.sh');
    const sql = (script.split("<<'SQL'\n")[1]?.split('\nSQL')[0] ?? '')
      .replaceAll('smartsync', 'compose_check')
      .replaceAll(":'password'", "'secret'");
    for (const statement of sql.split(';').filter((text) => text.trim())) await asAdministrator(statement);
    const client = await connect(inject('postgresAdministratorUrl'));

    const { rows } = await client.query(
      `SELECT rolcanlogin, rolcreaterole, rolsuper, rolbypassrls, datname FROM pg_roles JOIN pg_database ON datdba = pg_roles.oid
       WHERE rolname = 'compose_check'`,
    );

    const role = { rolcanlogin: true, rolcreaterole: true, rolsuper: false, rolbypassrls: false };
    expect(rows).toEqual([{ ...role, datname: 'compose_check' }]);
  });
});

describe('the repository', () => {
  it('names no folder of a developer’s computer', () => {
    const places = /\/(home|Users|work|root)\/|[A-Z]:\\Users\\/;
    const files = listFiles().filter((file) => !/\.(png|ico|woff2?|csv|zip)$/.test(file));

    expect(files.filter((file) => places.test(readText(file)))).toEqual([]);
  });

  it('has scripts whose files exist', () => {
    const files = Object.values(packageJson.scripts).flatMap((script) => findAll(script, /tsx (\S+\.ts)/g));

    expect(files.filter((file) => !isThere(file))).toEqual([]);
  });
});
