/** A copy of the assembled HubSpot project that a test may break. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assembleEdition } from '../../scripts/hubspot/assemble-edition.ts';
import type { Edition } from '../../scripts/hubspot/edition.ts';
import { readExpectations, runOwnChecks } from '../../scripts/hubspot/own-checks.ts';
import { readProject } from '../../scripts/hubspot/read-project.ts';

const rootDir = path.resolve(import.meta.dirname, '../..');

export type JsonObject = Record<string, unknown>;

/** Assembles an edition into a temporary folder; `remove` deletes it. */
export async function makeProjectCopy(edition: Edition = 'marketplace') {
  const dir = await mkdtemp(path.join(tmpdir(), 'hubspot-project-'));
  await assembleEdition(rootDir, 'hubspot-project', dir, edition);
  const at = (file: string) => path.join(dir, 'hubspot-project', file);
  return {
    dir,
    at,
    /** Replaces the members of a metadata file by those that `change` returns. */
    edit: async (file: string, change: (json: JsonObject) => JsonObject) =>
      writeFile(at(file), JSON.stringify(change(JSON.parse(await readFile(at(file), 'utf8'))))),
    copy: (from: string, to: string) => cp(at(from), at(to)),
    remove: () => rm(dir, { recursive: true, force: true }),
    ownChecks: async () => runOwnChecks(await readProject(dir, edition), await readExpectations(edition)),
  };
}

/** A copy of `json` with members of its `config` replaced. */
export const withConfig = (json: JsonObject, over: JsonObject): JsonObject => ({
  ...json,
  config: { ...(typeof json.config === 'object' ? json.config : {}), ...over },
});
