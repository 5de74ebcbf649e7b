/** Reads a HubSpot project from disk: configuration, profile variables, components with the variables filled in. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import {
  componentSchema,
  type ProfileVariables,
  type ProjectComponent,
  profileSchema,
  projectConfigSchema,
} from './project-shapes.ts';

/** A project on disk. */
export interface HubSpotProject {
  readonly name: string;
  readonly platformVersion: string;
  /** Absolute path of the folder that holds `app/`. */
  readonly sourceDir: string;
  readonly srcDirName: string;
  readonly variables: ProfileVariables;
  readonly components: readonly ProjectComponent[];
}

/**
 * Reads the project in `rootDir`.
 *
 * @param profile   name in `hsprofile.<name>.json`
 * @param overrides values that replace those of the profile, for a preview on another origin
 * @throws Error that names the file, when one is missing or not of the expected form
 */
export async function readProject(
  rootDir: string,
  profile: string,
  overrides: ProfileVariables = {},
): Promise<HubSpotProject> {
  const config = await readJson(path.join(rootDir, 'hsproject.json'), projectConfigSchema);
  const sourceDir = path.join(rootDir, config.srcDir);
  const { variables } = await readJson(path.join(sourceDir, `hsprofile.${profile}.json`), profileSchema);
  const merged = { ...variables, ...overrides };
  return {
    name: config.name,
    platformVersion: config.platformVersion,
    sourceDir,
    srcDirName: config.srcDir,
    variables: merged,
    components: await readComponents(sourceDir, merged),
  };
}

async function readComponents(sourceDir: string, variables: ProfileVariables): Promise<ProjectComponent[]> {
  const entries = await readdir(path.join(sourceDir, 'app'), { recursive: true });
  const files = entries.filter((file) => file.endsWith('-hsmeta.json') && !file.includes('node_modules')).sort();
  return Promise.all(
    files.map(async (name) => {
      const file = path.join('app', name);
      return { ...(await readJson(path.join(sourceDir, file), componentSchema, variables)), file };
    }),
  );
}

async function readJson<S extends z.ZodType>(
  file: string,
  schema: S,
  variables?: ProfileVariables,
): Promise<z.infer<S>> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`${file} is missing or cannot be read.`);
  });
  const raw = parseJson(text, file);
  const parsed = schema.safeParse(variables ? fillVariables(raw, variables, file) : raw);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${file} is not as expected. ${problems.join('; ')}`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON.`, { cause });
  }
}

/** Replaces `${NAME}` as HubSpot does: a text that is one variable alone keeps the variable's type. */
function fillVariables(value: unknown, variables: ProfileVariables, file: string): unknown {
  if (typeof value === 'string') {
    const alone = /^\$\{([^}]+)\}$/.exec(value)?.[1];
    if (alone !== undefined) return variableNamed(alone, variables, file);
    return value.replace(/\$\{([^}]+)\}/g, (_all, name: string) => String(variableNamed(name, variables, file)));
  }
  if (Array.isArray(value)) return value.map((item) => fillVariables(item, variables, file));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillVariables(item, variables, file)]));
  return value;
}

function variableNamed(name: string, variables: ProfileVariables, file: string): string | number | boolean {
  const value = variables[name];
  if (value === undefined) throw new Error(`${file} uses \${${name}}, which the profile does not set.`);
  return value;
}
