import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { z } from 'zod';

/** Reads the UI extensions of an assembled edition: every `*-hsmeta.json` below `app` and the bundles HubSpot's builder made. */
const metaSchema = z.object({
  uid: z.string(),
  type: z.string(),
  config: z
    .object({
      name: z.string().optional(),
      label: z.string().optional(),
      location: z.string().optional(),
      objectTypes: z.array(z.string()).optional(),
      entrypoint: z.string().optional(),
      displayMode: z.enum(['PANEL', 'MODAL']).optional(),
    })
    .loose(),
});

const SHOWN_TYPES = ['card', 'settings', 'page', 'crm-bulk-action'] as const;
export type ExtensionType = (typeof SHOWN_TYPES)[number];

export interface Extension {
  readonly uid: string;
  readonly type: ExtensionType;
  readonly name: string;
  readonly location: string;
  readonly objectTypes: readonly string[];
  readonly bundleUrl: string;
  /** How a bulk action is shown. */
  readonly displayMode?: 'PANEL' | 'MODAL';
}

const LOCATIONS: Readonly<Record<ExtensionType, string>> = {
  card: 'crm.record.tab',
  settings: 'settings',
  page: 'pages',
  'crm-bulk-action': 'crm.bulkActions',
};

/**
 * Lists the extensions in a folder; read anew each time, so that a rebuilt project shows at once.
 *
 * @param appName names settings and pages, which have no name of their own
 */
export function loadExtensions(extensionsDir: string | undefined, appName: string): readonly Extension[] {
  const appDir = extensionsDir === undefined ? '' : join(extensionsDir, readSourceDir(extensionsDir), 'app');
  if (extensionsDir === undefined || !existsSync(appDir)) return [];
  const files = readdirSync(appDir, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('-hsmeta.json') && !file.includes('node_modules'))
    .sort()
    .flatMap((file) => toExtension(extensionsDir, appName, readFileSync(join(appDir, file), 'utf8')));
}

/** Where a project keeps its components: `srcDir` of its `hsproject.json`; the folder itself when it has none. */
export function readSourceDir(extensionsDir: string): string {
  const file = join(extensionsDir, 'hsproject.json');
  if (!existsSync(file)) return '.';
  return z.object({ srcDir: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).srcDir;
}

function toExtension(extensionsDir: string, appName: string, json: string): Extension[] {
  const meta = metaSchema.parse(JSON.parse(json));
  const type = SHOWN_TYPES.find((shown) => shown === meta.type);
  const { entrypoint } = meta.config;
  if (type === undefined || entrypoint === undefined) return [];
  const fileName = `${basename(entrypoint, extname(entrypoint))}.js`;
  const file = findBundle(extensionsDir, fileName);
  // The time of the build is part of the address, so that a page knows a rebuilt bundle from the one it runs.
  const builtAt = file === undefined ? 0 : Math.round(statSync(file).mtimeMs);
  return [
    {
      uid: meta.uid,
      type,
      name: meta.config.name ?? meta.config.label ?? (appName || meta.uid),
      location: meta.config.location ?? LOCATIONS[type],
      objectTypes: meta.config.objectTypes ?? [],
      bundleUrl: `/__sandbox/bundles/${fileName}?built=${builtAt}`,
      ...(meta.config.displayMode === undefined ? {} : { displayMode: meta.config.displayMode }),
    },
  ];
}

/** Finds a built bundle by file name; undefined when it is not built. */
export function findBundle(extensionsDir: string | undefined, fileName: string): string | undefined {
  if (extensionsDir === undefined || !/^[\w.-]+\.js(\.map)?$/.test(fileName)) return undefined;
  return [join(extensionsDir, 'dist', fileName), join(extensionsDir, 'app', 'dist', fileName)].find(existsSync);
}
