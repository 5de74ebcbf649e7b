/** Editions of the HubSpot project: one set of sources, two ways to hand them out. */
import { z } from 'zod';

/** A marketplace app signs in with OAuth and cannot carry functions; a private one has a fixed token and can. */
export const editionSchema = z.enum(['marketplace', 'private']);
/** Name of an edition. */
export type Edition = z.infer<typeof editionSchema>;
/** All of them. */
export const EDITIONS = editionSchema.options;

/**
 * Names the source that stands for `file` in an edition: `x.private.ts` replaces `x.ts` in the private one.
 *
 * @param files all sources, relative to the source folder
 */
export function sourceFor(edition: Edition, file: string, files: readonly string[]): string {
  const replacement = file.replace(/(\.tsx?)$/, '.private$1');
  return edition === 'private' && files.includes(replacement) ? replacement : file;
}

/** Tells whether a source goes into an edition under its own name: not the replacements, not the profile of another. */
export function belongsTo(edition: Edition, file: string): boolean {
  if (/\.private\.tsx?$/.test(file)) return false;
  const profile = /^hsprofile\.(.+)\.json$/.exec(file)?.[1];
  return profile === undefined || profile === edition;
}
