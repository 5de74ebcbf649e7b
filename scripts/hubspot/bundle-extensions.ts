/** Bundles the extensions of an assembled edition with HubSpot's own bundler. */
import path from 'node:path';
import { buildSingleExtension } from '@hubspot/ui-extensions-dev-server/build';
import { extensionConfigSchema, type ProfileVariables, type ProjectComponent } from './project-shapes.ts';

/** Component types that show something and therefore have a bundle. */
const SHOWN_TYPES = ['card', 'settings', 'page', 'crm-bulk-action'];

/** One extension as a host needs it. */
export interface BuiltExtension {
  readonly uid: string;
  readonly type: string;
  readonly name: string;
  /** HubSpot's name of the place, for cards. */
  readonly location: string | null;
  readonly objectTypes: readonly string[];
  /** File name in `distDir`: a classic script that expects React and RemoteUI as globals. */
  readonly bundle: string;
}

/** Picks the components that have a bundle. */
export function listExtensions(components: readonly ProjectComponent[], appName: string): BuiltExtension[] {
  return components
    .filter((component) => SHOWN_TYPES.includes(component.type))
    .map((component) => {
      const config = extensionConfigSchema.parse(component.config);
      return {
        uid: component.uid,
        type: component.type,
        name: config.name ?? config.label ?? appName,
        location: config.location ?? null,
        objectTypes: config.objectTypes,
        bundle: `${path.parse(config.entrypoint).name}.js`,
      };
    });
}

/**
 * Bundles every entry file into `distDir`, side by side.
 *
 * @throws Error of the bundler (Vite), which names file and line
 */
export async function bundleExtensions(input: {
  readonly sourceDir: string;
  readonly distDir: string;
  readonly components: readonly ProjectComponent[];
  readonly variables: ProfileVariables;
  readonly minify: boolean;
}): Promise<void> {
  const shown = input.components.filter((component) => SHOWN_TYPES.includes(component.type));
  const entries = new Set(shown.map((component) => extensionConfigSchema.parse(component.config).entrypoint));
  await Promise.all(
    [...entries].map((entrypoint) => {
      const file = path.join(input.sourceDir, entrypoint);
      return buildSingleExtension({
        file,
        root: path.dirname(file),
        outputDir: input.distDir,
        emptyOutDir: false,
        minify: input.minify,
        logLevel: 'error',
        codeCheckingPluginEnabled: true,
        appConfig: { variables: { ...input.variables } },
      });
    }),
  );
}
