/** Copies the project's sources into one edition, with the shared folders inside every extension folder that uses them. */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { belongsTo, type Edition, sourceFor } from './edition.ts';
import { makePrivate } from './make-private.ts';

/** Folders whose code extensions share: the wire contract, and how things are shown to people. */
const SHARED = ['contract', 'display'];

/**
 * Assembles `outDir` from the project in `rootDir`.
 *
 * HubSpot bundles one extension folder at a time and refuses imports from outside it, so what is shared is copied into
 * each folder that uses it and the imports are rewritten. Profile variables stay as they are: HubSpot fills them at upload.
 *
 * @returns files written, relative to `outDir`, sorted
 */
export async function assembleEdition(
  rootDir: string,
  srcDirName: string,
  outDir: string,
  edition: Edition,
): Promise<string[]> {
  const sourceDir = path.join(rootDir, srcDirName);
  const targetDir = path.join(outDir, srcDirName);
  await rm(targetDir, { recursive: true, force: true });
  await mkdir(targetDir, { recursive: true });
  await cp(path.join(rootDir, 'hsproject.json'), path.join(outDir, 'hsproject.json'));
  // The command line looks for this file from the folder it runs in.
  await cp(path.join(sourceDir, '.hsignore'), path.join(outDir, '.hsignore'));
  const sources = await listSources(sourceDir);
  const files = sources.filter((file) => belongsTo(edition, file));
  const written = await Promise.all(
    files.map((file) => copySource(path.join(sourceDir, sourceFor(edition, file, sources)), targetDir, file)),
  );
  const users = [...new Set(written.filter((item) => item.usesShared).map((item) => extensionFolderOf(item.file)))];
  const copied = (await Promise.all(users.map((folder) => copyShared(sourceDir, targetDir, folder)))).flat();
  const added = edition === 'private' ? await makePrivate(sourceDir, outDir, targetDir) : [];
  return [...files, ...copied, ...added].map((file) => path.join(srcDirName, file)).sort();
}

/**
 * Lists the sources that an edition may take as they are, relative to `sourceDir`: `.hsignore` is honoured;
 * node_modules, dot-files, the shared folders and the functions (both brought in another way) are left out.
 */
export async function listSources(sourceDir: string): Promise<string[]> {
  const elsewhere = [...SHARED, 'functions'].map((folder) => `/${folder}/`);
  const rules = ignore().add(['node_modules', '.*', '*.log', ...elsewhere]);
  rules.add(await readFile(path.join(sourceDir, '.hsignore'), 'utf8'));
  return (await listFiles(sourceDir, '', rules)).sort();
}

async function listFiles(root: string, folder: string, rules: Ignore): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const name = path.posix.join(folder, entry.name);
      if (rules.ignores(entry.isDirectory() ? `${name}/` : name)) return [];
      return entry.isDirectory() ? listFiles(root, name, rules) : [name];
    }),
  );
  return found.flat();
}

async function copySource(from: string, targetDir: string, file: string) {
  const to = path.join(targetDir, file);
  await mkdir(path.dirname(to), { recursive: true });
  if (!/\.tsx?$/.test(file)) {
    await cp(from, to);
    return { file, usesShared: false };
  }
  const text = await readFile(from, 'utf8');
  const rewritten = rewriteSharedImports(text, file);
  await writeFile(to, rewritten);
  return { file, usesShared: rewritten !== text };
}

/**
 * Points imports of shared folders at the copies inside the file's own extension folder.
 *
 * @param file path below the source folder, such as `app/cards/parts/ScorePanel.tsx`
 */
export function rewriteSharedImports(text: string, file: string): string {
  const folder = path.posix.dirname(file);
  return text.replace(/(from\s+|import\s+|import\()(['"])(\.[^'"]*)\2/g, (all, lead, quote, specifier) => {
    const target = path.posix.normalize(path.posix.join(folder, specifier));
    if (!SHARED.some((name) => target.startsWith(`${name}/`))) return all;
    const inside = path.posix.relative(folder, path.posix.join(extensionFolderOf(file), target));
    return `${lead}${quote}${inside.startsWith('.') ? inside : `./${inside}`}${quote}`;
  });
}

/** All shared folders go together, since they may import each other; the bundler leaves out what is not used. */
async function copyShared(sourceDir: string, targetDir: string, extensionFolder: string): Promise<string[]> {
  const copied = SHARED.map(async (shared) => {
    const from = path.join(sourceDir, shared);
    await cp(from, path.join(targetDir, extensionFolder, shared), { recursive: true });
    return (await readdir(from)).map((file) => path.join(extensionFolder, shared, file));
  });
  return (await Promise.all(copied)).flat();
}

/** `app/cards/parts/ScorePanel.tsx` belongs to `app/cards`. */
function extensionFolderOf(file: string): string {
  return file.split('/').slice(0, 2).join('/');
}
