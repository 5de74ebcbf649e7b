/** The schemas of the `config` blocks: HubSpot's own where somebody fetched them, else our drafts. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const draftFile = path.join(import.meta.dirname, 'draft-schemas.json');
const schemasSchema = z.record(z.string(), z.unknown());

/** What the validator checks `config` blocks with. */
export interface ProjectSchemas {
  /** `drafts`: written by us from HubSpot's documentation, so a pass promises nothing about a `config` block. */
  readonly origin: 'hubspot' | 'drafts';
  readonly schemas: Readonly<Record<string, unknown>>;
}

/** Where `npm run hubspot:schemas` keeps HubSpot's own. */
export const schemasFile = (platformVersion: string): string =>
  path.resolve(import.meta.dirname, `../../build/hubspot/schemas-${platformVersion}.json`);

/** Reads the schemas of a platform version. */
export async function readProjectSchemas(platformVersion: string): Promise<ProjectSchemas> {
  const own = await readFile(schemasFile(platformVersion), 'utf8').catch(() => undefined);
  const text = own ?? (await readFile(draftFile, 'utf8'));
  return { origin: own === undefined ? 'drafts' : 'hubspot', schemas: schemasSchema.parse(JSON.parse(text)) };
}
