import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FILE = path.resolve(import.meta.dirname, '../../../shared/seed/smartsync-quick-start.md');

/** The quick start is no part of the repository; what is checked against it is skipped where it is missing. */
export const hasSeedDocument = existsSync(FILE);

/** One fenced block of the document with what stands before it. */
export interface SeedBlock {
  readonly language: string;
  readonly code: string;
  /** The nearest line of text above, e.g. `**Expected Response:**`. */
  readonly title: string;
  /** The nearest heading above. */
  readonly heading: string;
}

/** Text of the document; "" where it is missing. */
export function readSeedDocument(): string {
  return hasSeedDocument ? readFileSync(FILE, 'utf8') : '';
}

/** Every fenced block of the document, in its order. */
export function readSeedBlocks(): readonly SeedBlock[] {
  const text = readSeedDocument();
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map((match) => {
    const before = text.slice(0, match.index).split('\n');
    return {
      language: match[1] ?? '',
      code: match[2] ?? '',
      title: before.findLast((line) => line.trim() !== '')?.trim() ?? '',
      heading: before.findLast((line) => line.startsWith('#'))?.trim() ?? '',
    };
  });
}

/** Every statement of this kind in the blocks of the document, word for word. */
export function readSeedStatements(verb: 'SELECT' | 'UPDATE' | 'CREATE INDEX'): readonly string[] {
  const blocks = readSeedBlocks().filter(({ language }) => language === 'sql' || language === 'bash');
  return blocks.flatMap(({ code }) => [...code.matchAll(new RegExp(`^${verb}\\b[^;]*;`, 'gm'))].map(([text]) => text));
}

/** The value of an example block; `{ ... }` and `["..."]` say nothing about what is in there. */
export function parseSeedJson(code: string): unknown {
  return JSON.parse(code.replaceAll('{ ... }', '{}'));
}

/** Words that are part of the promise are compared as they are. */
const WORDS = /^(hubspot|contact|create|success|CRM integration connected successfully)$/;

/**
 * Where an answer is not like the example: a member that is missing, another type, another word of the promise. What
 * nobody knows about a company is null in an answer, where the example knows it.
 */
export function unlike(example: unknown, answer: unknown, place = 'answer'): readonly string[] {
  if (Array.isArray(example)) {
    if (!Array.isArray(answer)) return [`${place} is no list`];
    return answer.flatMap((one, index) => unlike(example[0], one, `${place}.${index}`));
  }
  if (typeof example === 'object' && example !== null) {
    if (typeof answer !== 'object' || answer === null) return [`${place} is no object`];
    const members: Readonly<Record<string, unknown>> = { ...answer };
    return Object.entries(example).flatMap(([name, value]) => unlike(value, members[name], `${place}.${name}`));
  }
  if (answer === null && place.includes('.enrichments.')) return [];
  const isWord = typeof example === 'boolean' || (typeof example === 'string' && WORDS.test(example));
  const isLike = isWord ? answer === example : typeof answer === typeof example;
  return isLike ? [] : [`${place} is ${JSON.stringify(answer)}, not as ${JSON.stringify(example)}`];
}
