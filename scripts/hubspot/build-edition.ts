/** Builds one edition of the HubSpot project: what is uploaded, and bundles that a preview can load. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lock } from 'proper-lockfile';
import { assembleEdition } from './assemble-edition.ts';
import { type BuiltExtension, bundleExtensions, listExtensions } from './bundle-extensions.ts';
import type { Edition } from './edition.ts';
import { type AppConfig, appConfigSchema, type ProfileVariables, type ProjectComponent } from './project-shapes.ts';
import { type HubSpotProject, readProject } from './read-project.ts';

const rootDir = path.resolve(import.meta.dirname, '../..');

/** What a build gives to a host of the extensions. */
export interface EditionBuild {
  /** The project as `hs project upload` takes it. */
  readonly outDir: string;
  /** Bundles, their manifests and `extensions.json` (this object). Never uploaded: HubSpot bundles by itself. */
  readonly distDir: string;
  /** The app's metadata with variables filled in. */
  readonly app: AppConfig;
  readonly variables: ProfileVariables;
  readonly extensions: readonly BuiltExtension[];
  /** Every component, for what HubSpot itself does with it: webhooks, workflow actions. */
  readonly components: readonly ProjectComponent[];
  /** False when nothing had changed since the last build and all of it was kept. */
  readonly rebuilt: boolean;
}

/** What can be asked of a build. */
export interface BuildEditionInput {
  readonly edition: Edition;
  /** Default `build/hubspot/<edition>`; must lie below the repository, where the bundler finds the packages. */
  readonly outDir?: string;
  /** Replace profile variables in previews; the uploaded sources keep `${NAME}`. */
  readonly variables?: ProfileVariables;
  readonly minify?: boolean;
}

/** A build takes a few seconds; one that was killed is not waited for. */
const LOCK = { retries: { retries: 600, factor: 1, minTimeout: 100, maxTimeout: 100 }, stale: 20_000 };

/**
 * Assembles and bundles an edition; keeps the last build when no input has changed. One process at a time builds into a
 * folder: the next finds what the first has built, so that demos can be started beside each other.
 *
 * @throws Error with a sentence for people: a broken file, the bundler's complaint
 */
export async function buildEdition(input: BuildEditionInput): Promise<EditionBuild> {
  const outDir = path.resolve(input.outDir ?? path.join(rootDir, 'build/hubspot', input.edition));
  await mkdir(outDir, { recursive: true });
  const release = await lock(outDir, LOCK);
  try {
    return await buildInto(outDir, input);
  } finally {
    await release();
  }
}

async function buildInto(outDir: string, input: BuildEditionInput): Promise<EditionBuild> {
  const distDir = path.join(outDir, 'dist');
  const sources = await readProject(rootDir, input.edition, input.variables);
  const stampFile = path.join(distDir, '.inputs');
  const stamp = await hashInputs(sources, input.minify ?? false);
  const isCurrent = (await readFile(stampFile, 'utf8').catch(() => '')) === stamp;
  if (!isCurrent) {
    await rm(distDir, { recursive: true, force: true });
    await mkdir(distDir, { recursive: true });
    await assembleEdition(rootDir, sources.srcDirName, outDir, input.edition);
  }
  const project = await readProject(outDir, input.edition, input.variables);
  const described = describe(project, outDir, distDir);
  if (isCurrent) return { ...described, rebuilt: false };

  await bundleExtensions({
    sourceDir: project.sourceDir,
    distDir,
    components: project.components,
    variables: project.variables,
    minify: input.minify ?? false,
  });
  await writeFile(path.join(distDir, 'extensions.json'), `${JSON.stringify(described, null, 2)}\n`);
  await writeFile(stampFile, stamp);
  return { ...described, rebuilt: true };
}

function describe(project: HubSpotProject, outDir: string, distDir: string): Omit<EditionBuild, 'rebuilt'> {
  const app = project.components.find((component) => component.type === 'app');
  if (!app) throw new Error('The project has no component of type app (app/app-hsmeta.json).');
  const config = appConfigSchema.parse(app.config);
  return {
    outDir,
    distDir,
    app: config,
    variables: project.variables,
    extensions: listExtensions(project.components, config.name),
    components: project.components,
  };
}

/** Sources, variables, the build's own code, the lock file (bundler, SDK, zod) and NODE_ENV (React's) decide. */
async function hashInputs(project: HubSpotProject, minify: boolean): Promise<string> {
  const own = (await readdir(import.meta.dirname)).map((name) => path.join(import.meta.dirname, name));
  const sources = await readdir(project.sourceDir, { recursive: true, withFileTypes: true });
  const files = sources
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => path.join(entry.parentPath, entry.name));
  const hash = createHash('sha256').update(JSON.stringify([project.variables, minify, process.env.NODE_ENV]));
  for (const file of [
    ...files,
    ...own,
    path.join(rootDir, 'package-lock.json'),
    path.join(rootDir, 'hsproject.json'),
  ].sort())
    hash.update(file).update(await readFile(file));
  return hash.digest('hex');
}
