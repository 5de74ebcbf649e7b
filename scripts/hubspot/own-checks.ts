/** What HubSpot's validator lets pass although it would break an upload, a review or a customer's card. */
import { access, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '../../backend/src/adapters/hubspot/scopes.ts';
import type { Edition } from './edition.ts';
import { appConfigSchema, extensionConfigSchema, type ProjectComponent } from './project-shapes.ts';
import type { HubSpotProject } from './read-project.ts';

const packageSchema = z.looseObject({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});
const lockSchema = z.looseObject({ packages: z.record(z.string(), packageSchema) });

/** What a project is compared with. */
export interface Expectations {
  /** The scopes that the backend's code relies on. */
  readonly scopes: readonly string[];
  /** Uids that accounts know already; HubSpot takes a changed one for a removed and a new component. */
  readonly uids: readonly string[];
}

const uidsSchema = z.object({ all: z.array(z.string()), private: z.array(z.string()) });

/** What an edition of our own project is compared with: the backend's scopes and the lock file of uids. */
export async function readExpectations(edition: Edition): Promise<Expectations> {
  const uids = uidsSchema.parse(await readJson(path.join(import.meta.dirname, 'published-uids.json')));
  const scopes = [...REQUIRED_SCOPES, ...OPTIONAL_SCOPES];
  return edition === 'private'
    ? { scopes: scopes.filter((scope) => scope !== 'oauth'), uids: [...uids.all, ...uids.private] }
    : { scopes, uids: uids.all };
}

/** Runs all own checks; returns sentences, none when all is well. */
export async function runOwnChecks(project: HubSpotProject, expected: Expectations): Promise<string[]> {
  const found = await Promise.all([
    checkEntryFiles(project),
    checkScopes(project.components, expected.scopes),
    checkUids(project.components, expected.uids),
    checkDistribution(project.components),
    checkPermittedUrls(project),
    checkLockFiles(project),
  ]);
  return found.flat();
}

async function checkEntryFiles(project: HubSpotProject): Promise<string[]> {
  const missing = project.components.map(async ({ config, file }) => {
    const { entrypoint } = extensionConfigSchema.partial().parse(config);
    if (entrypoint === undefined || (await exists(path.join(project.sourceDir, entrypoint)))) return [];
    return [`${file}: the entry file ${entrypoint} does not exist.`];
  });
  return (await Promise.all(missing)).flat();
}

function checkScopes(components: readonly ProjectComponent[], scopes: readonly string[]): string[] {
  const { auth } = appConfigOf(components);
  const declared = [...auth.requiredScopes, ...auth.conditionallyRequiredScopes, ...auth.optionalScopes];
  const unused = declared.filter((scope) => !scopes.includes(scope));
  const missing = scopes.filter((scope) => !declared.includes(scope));
  return [
    ...unused.map((scope) => `app-hsmeta.json asks for ${scope}, which the backend does not use (or it is misspelt).`),
    ...missing.map((scope) => `app-hsmeta.json lacks ${scope}, which the backend uses.`),
  ];
}

function checkUids(components: readonly ProjectComponent[], known: readonly string[]): string[] {
  const uids = components.map(({ uid }) => uid);
  const gone = known.filter((uid) => !uids.includes(uid));
  const unknown = uids.filter((uid) => !known.includes(uid));
  return [
    ...gone.map((uid) => `The component ${uid} is gone: HubSpot would remove it from every account that uses it.`),
    ...unknown.map((uid) => `The component ${uid} is new: add it to scripts/hubspot/published-uids.json.`),
  ];
}

function checkDistribution(components: readonly ProjectComponent[]): string[] {
  if (appConfigOf(components).distribution !== 'marketplace') return [];
  const functions = components.filter(({ type }) => type === 'app-function');
  return functions.map(({ file }) => `${file}: a marketplace app cannot contain serverless functions.`);
}

/** A permitted origin that no card calls is a door left open, and a call without one fails in the customer's account. */
async function checkPermittedUrls(project: HubSpotProject): Promise<string[]> {
  const sources = await readSources(path.join(project.sourceDir, 'app'));
  const used = Object.entries(project.variables)
    .filter(([name]) => sources.includes(`variables?.${name}`))
    .map(([, value]) => String(value));
  const permitted = appConfigOf(project.components).permittedUrls.fetch;
  return [
    ...permitted
      .filter((url) => !used.includes(url))
      .map((url) => `permittedUrls.fetch allows ${url}, which no card calls.`),
    ...used
      .filter((url) => !permitted.includes(url))
      .map((url) => `permittedUrls.fetch lacks ${url}, which a card calls.`),
  ];
}

/** HubSpot builds each folder with `npm ci`, which refuses a lock file that does not fit. */
async function checkLockFiles(project: HubSpotProject): Promise<string[]> {
  const entrypoints = project.components.flatMap(
    ({ config }) => extensionConfigSchema.partial().parse(config).entrypoint ?? [],
  );
  const extensions = entrypoints.filter((entrypoint) => /\.[jt]sx$/.test(entrypoint));
  const folders = [...new Set(extensions.map((entrypoint) => path.dirname(entrypoint)))];
  const problems = folders.map(async (folder) => {
    const wanted = packageSchema.parse(await readJson(path.join(project.sourceDir, folder, 'package.json')));
    const lock = lockSchema.safeParse(
      await readJson(path.join(project.sourceDir, folder, 'package-lock.json')).catch(() => null),
    );
    if (!lock.success) return [`${folder} has no package-lock.json, so HubSpot cannot build it.`];
    const locked = lock.data.packages[''];
    const fits = (['dependencies', 'devDependencies'] as const).every(
      (kind) => JSON.stringify(locked?.[kind]) === JSON.stringify(wanted[kind]),
    );
    return fits ? [] : [`${folder}/package-lock.json does not fit package.json: make it again.`];
  });
  return (await Promise.all(problems)).flat();
}

function appConfigOf(components: readonly ProjectComponent[]) {
  return appConfigSchema.parse(components.find(({ type }) => type === 'app')?.config);
}

async function readSources(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true });
  const files = entries.filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules'));
  return (await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')))).join('\n');
}

const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
