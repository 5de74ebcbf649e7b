/** Lints the extensions with HubSpot's own rules: no DOM, no storage, no native HTTP, only HubSpot's components. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { config as hubspotRules } from '@hubspot/eslint-config-ui-extensions';
import * as parser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';

/**
 * Lints `sourceDir/app/**`.
 *
 * The sources must be assembled (the contract copied in): HubSpot's rules refuse imports from outside an extension.
 *
 * @returns one line per finding, warnings included: a certified app has none
 */
export async function lintExtensions(sourceDir: string): Promise<string[]> {
  const eslint = new ESLint({
    cwd: sourceDir,
    overrideConfigFile: true,
    overrideConfig: [...hubspotRules, { files: ['**/*.{ts,tsx}'], languageOptions: { parser } }],
  });
  const entries = await readdir(path.join(sourceDir, 'app'), { recursive: true });
  const files = entries.filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules')).sort();
  const found = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(path.join(sourceDir, 'app', file), 'utf8');
      // Two of HubSpot's rules know an extension only by a path with `src/app/`, whatever srcDir says.
      return eslint.lintText(text, { filePath: path.join(sourceDir, 'src/app', file) });
    }),
  );
  return found.flat().flatMap(({ filePath, messages }) => {
    const shown = path.relative(path.join(sourceDir, 'src'), filePath);
    return messages.map(({ line, message, ruleId }) => `${shown}:${line} ${message} (${ruleId})`);
  });
}
