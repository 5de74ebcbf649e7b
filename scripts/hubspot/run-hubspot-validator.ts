/**
 * Runs HubSpot's own project validator without an account.
 *
 * Everything is HubSpot's code but the schemas of the `config` blocks: HubSpot serves those to accounts only, so the one
 * download is answered from `project-schemas.ts`, as a rule with our drafts.
 */
import path from 'node:path';
import { http } from '@hubspot/local-dev-lib/http';
import { parseProjectConfig } from '@hubspot/project-parsing-lib/projects';
import { isTranslationError, translate } from '@hubspot/project-parsing-lib/translate';
import { readProjectSchemas } from './project-schemas.ts';

/** Any number will do: the account is only needed for the download that does not take place. */
const ACCOUNT_ID = 1;

/**
 * Validates the project in `projectDir` with the variables of one profile.
 *
 * @returns what is wrong, in HubSpot's words; empty when nothing is
 * @throws when the validator did not ask for its schemas where we expect it to: then it would have checked nothing
 */
export async function runHubSpotValidator(projectDir: string, profile: string): Promise<string[]> {
  const { schemas } = await readProjectSchemas(parseProjectConfig(projectDir).platformVersion);
  const asked: string[] = [];
  const realGet = http.get;
  const answerWithDrafts = async (_accountId: number, options: { readonly url: string }) => {
    asked.push(options.url);
    return { data: structuredClone(schemas) };
  };
  Object.assign(http, { get: answerWithDrafts });
  try {
    const problems = await translateProject(projectDir, profile);
    const expected = `project-schemas/v3/${parseProjectConfig(projectDir).platformVersion}`;
    if (problems.length === 0 && !asked.some((url) => url.endsWith(expected)))
      throw new Error(`HubSpot's validator did not ask for ${expected}; its way to the schemas has changed.`);
    return problems;
  } finally {
    Object.assign(http, { get: realGet });
  }
}

async function translateProject(projectDir: string, profile: string): Promise<string[]> {
  try {
    const { srcDir, platformVersion } = parseProjectConfig(projectDir);
    const projectSourceDir = path.join(projectDir, srcDir);
    const { skippedHsMetaFiles } = await translate(
      { projectSourceDir, platformVersion, accountId: ACCOUNT_ID },
      { skipValidation: false, profile },
    );
    // HubSpot passes over a metadata file in a nested folder without a word: the component would be missing.
    return skippedHsMetaFiles.map((file) => `${file} is ignored by HubSpot: move it directly into its type's folder.`);
  } catch (error) {
    // The validator throws its own class for most findings and a plain Error for some (a duplicate uid).
    if (isTranslationError(error)) return [error.toString()];
    return [error instanceof Error ? error.message : String(error)];
  }
}
