/** Copies the project's sources into one edition, with `contract/` inside every extension folder that uses it. */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';

const CONTRACT = 'contract';

/**
 * Assembles `outDir` from the project in `rootDir`.
 *
 * HubSpot bundles one extension folder at a time and refuses imports from outside it, so the shared contract is copied
 * into each folder and the imports are rewritten. Profile variables stay as they are: HubSpot fills them at upload.
 *
 * @returns files written, relative to `outDir`, sorted
 */
export async function assembleEdition(rootDir: string, srcDirName: string, outDir: string): Promise<string[]> {
  const sourceDir = path.join(rootDir, srcDirName);
  const targetDir = path.join(outDir, srcDirName);
  await rm(targetDir, { recursive: true, force: true });
  await mkdir(targetDir, { recursive: true });
  await cp(path.join(rootDir, 'hsproject.json'), path.join(outDir, 'hsproject.json'));
  // The command line looks for this file from the folder it runs in.
  await cp(path.join(sourceDir, '.hsignore'), path.join(outDir, '.hsignore'));
  const files = await listUploadedFiles(sourceDir);
  const written = await Promise.all(files.map((file) => copySource(sourceDir, targetDir, file)));
  const users = [...new Set(written.filter((item) => item.usesContract).map((item) => extensionFolderOf(item.file)))];
  const contracts = await Promise.all(users.map((folder) => copyContract(sourceDir, path.join(targetDir, folder))));
  const copied = users.flatMap((folder, at) => (contracts[at] ?? []).map((file) => path.join(folder, CONTRACT, file)));
  return [...files, ...copied].map((file) => path.join(srcDirName, file)).sort();
}

/**
 * Lists what an upload of `sourceDir` may hold, relative to it: `.hsignore` is honoured; node_modules, dot-files and
 * the shared contract (copied elsewhere) are left out.
 */
export async function listUploadedFiles(sourceDir: string): Promise<string[]> {
  const rules = ignore().add(['node_modules', '.*', '*.log', `/${CONTRACT}/`]);
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

async function copySource(sourceDir: string, targetDir: string, file: string) {
  const from = path.join(sourceDir, file);
  const to = path.join(targetDir, file);
  await mkdir(path.dirname(to), { recursive: true });
  if (!/\.tsx?$/.test(file)) {
    await cp(from, to);
    return { file, usesContract: false };
  }
  const text = await readFile(from, 'utf8');
  const rewritten = rewriteContractImports(text, file);
  await writeFile(to, rewritten);
  return { file, usesContract: rewritten !== text };
}

/**
 * Points imports of the shared contract at the copy inside the file's own extension folder.
 *
 * @param file path below the source folder, such as `app/cards/parts/ScorePanel.tsx`
 */
export function rewriteContractImports(text: string, file: string): string {
  const folder = path.posix.dirname(file);
  return text.replace(/(from\s+|import\s+|import\()(['"])(\.[^'"]*)\2/g, (all, lead, quote, specifier) => {
    const target = path.posix.normalize(path.posix.join(folder, specifier));
    if (!target.startsWith(`${CONTRACT}/`)) return all;
    const inside = path.posix.relative(folder, path.posix.join(extensionFolderOf(file), target));
    return `${lead}${quote}${inside.startsWith('.') ? inside : `./${inside}`}${quote}`;
  });
}

async function copyContract(sourceDir: string, extensionDir: string): Promise<string[]> {
  const from = path.join(sourceDir, CONTRACT);
  await cp(from, path.join(extensionDir, CONTRACT), { recursive: true });
  return readdir(from);
}

/** `app/cards/parts/ScorePanel.tsx` belongs to `app/cards`. */
function extensionFolderOf(file: string): string {
  return file.split('/').slice(0, 2).join('/');
}
