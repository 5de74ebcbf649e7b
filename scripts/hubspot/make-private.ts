/** Turns an assembled project into the private edition: a fixed token instead of OAuth, and functions inside HubSpot. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { z } from 'zod';
import { appConfigSchema, componentSchema, projectConfigSchema } from './project-shapes.ts';

const APP_FILE = 'app/app-hsmeta.json';
const FUNCTION = 'backend-proxy';
/** HubSpot's name for what an app with a fixed token may do anyway; only OAuth apps ask for it. */
const OAUTH_SCOPE = 'oauth';

/**
 * Changes `targetDir` (an assembled source folder below `outDir`) in place.
 *
 * @param sourceDir the repository's source folder, with `functions/`
 * @returns files added, relative to `targetDir`
 */
export async function makePrivate(sourceDir: string, outDir: string, targetDir: string): Promise<string[]> {
  await changeJson(path.join(outDir, 'hsproject.json'), (json) => {
    const project = projectConfigSchema.parse(json);
    return { ...project, name: `${project.name}-private` };
  });
  await changeJson(path.join(targetDir, APP_FILE), toStaticApp);
  return addFunctions(path.join(sourceDir, 'functions'), targetDir);
}

/** Static authentication knows no redirects, no consent page and no user-level tokens. */
function toStaticApp(json: unknown) {
  const component = componentSchema.parse(json);
  const { isUserLevel: _, auth, ...config } = appConfigSchema.parse(component.config);
  const withoutOauth = (scopes: readonly string[]) => scopes.filter((scope) => scope !== OAUTH_SCOPE);
  return {
    ...component,
    config: {
      ...config,
      distribution: 'private',
      auth: {
        type: 'static',
        requiredScopes: withoutOauth(auth.requiredScopes),
        conditionallyRequiredScopes: withoutOauth(auth.conditionallyRequiredScopes),
        optionalScopes: withoutOauth(auth.optionalScopes),
      },
    },
  };
}

/** HubSpot runs one CommonJS file per function and loads nothing else. */
async function addFunctions(functionsDir: string, targetDir: string): Promise<string[]> {
  const folder = 'app/functions';
  await mkdir(path.join(targetDir, folder), { recursive: true });
  const metadata = `${FUNCTION}-hsmeta.json`;
  await cp(path.join(functionsDir, metadata), path.join(targetDir, folder, metadata));
  // HubSpot wants one; it is not among the sources because it would make them CommonJS.
  const packageJson = { name: 'oppspot-smartsync-functions', version: '0.1.0', private: true };
  await writeFile(path.join(targetDir, folder, 'package.json'), `${JSON.stringify(packageJson, null, 2)}\n`);
  await build({
    entryPoints: [path.join(functionsDir, `${FUNCTION}.ts`)],
    outfile: path.join(targetDir, folder, `${FUNCTION}.js`),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  return [metadata, 'package.json', `${FUNCTION}.js`].map((file) => path.join(folder, file));
}

async function changeJson(file: string, change: (json: unknown) => object): Promise<void> {
  const json: unknown = z.unknown().parse(JSON.parse(await readFile(file, 'utf8')));
  await writeFile(file, `${JSON.stringify(change(json), null, 2)}\n`);
}
