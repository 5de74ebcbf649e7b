import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { OBJECT_TYPES, parseObjectType } from '../state/object-types.ts';

/** HubSpot's OpenAPI documents in a folder, and which operation a request belongs to. */
const parameterSchema = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  schema: z.object({ type: z.string().optional() }).optional(),
});
const contentSchema = z.record(z.string(), z.unknown());
const operationSchema = z.object({
  parameters: z.array(parameterSchema).default([]),
  requestBody: z.object({ content: contentSchema }).optional(),
  responses: z.record(z.string(), z.object({ content: contentSchema.optional(), $ref: z.string().optional() })),
});
const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });

export type Operation = z.infer<typeof operationSchema>;

export interface FoundOperation {
  /** File name without `.json`. */
  readonly document: string;
  readonly template: string;
  readonly method: string;
  readonly operation: Operation;
}

export interface OpenApiDocuments {
  find(method: string, path: string): FoundOperation | undefined;
  /** The whole document, for schema references inside it. */
  read(document: string): Record<string, unknown>;
}

interface Entry extends FoundOperation {
  readonly segments: readonly string[];
}

/** Reads every document of the folder. */
export function loadOpenApiDocuments(folder: string): OpenApiDocuments {
  const documents = new Map<string, Record<string, unknown>>();
  // By method and number of segments: a request meets a handful of candidates instead of hundreds.
  const entries = new Map<string, Entry[]>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const document = file.replace(/\.json$/, '');
    const json: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    documents.set(document, z.record(z.string(), z.unknown()).parse(json));
    for (const [template, operations] of Object.entries(documentSchema.parse(json).paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const segments = template.split('/');
        const shelf = `${method.toUpperCase()} ${segments.length}`;
        const entry = { document, template, method: method.toUpperCase(), operation, segments };
        entries.set(shelf, [...(entries.get(shelf) ?? []), entry]);
      }
    }
  }
  return {
    find: (method, path) => {
      const segments = path.split('/');
      return findEntry(entries.get(`${method} ${segments.length}`) ?? [], segments);
    },
    read: (document) => documents.get(document) ?? {},
  };
}

function findEntry(entries: readonly Entry[], segments: readonly string[]): FoundOperation | undefined {
  const candidates = entries.filter((entry) => isMatch(entry.segments, segments));
  const fewestParams = Math.min(...candidates.map((entry) => countParams(entry.segments)));
  const closest = candidates.filter((entry) => countParams(entry.segments) === fewestParams);
  // Several documents describe the same path; the one of the object type itself counts.
  const typeId = segments[1] === 'crm' && segments[2] === 'objects' ? parseObjectType(segments[4] ?? '') : undefined;
  const own = typeId === undefined ? undefined : OBJECT_TYPES[typeId].plural;
  return closest.find((entry) => entry.document === own) ?? closest[0];
}

function countParams(segments: readonly string[]): number {
  return segments.filter((segment) => segment.startsWith('{')).length;
}

function isMatch(pattern: readonly string[], segments: readonly string[]): boolean {
  return pattern.every((part, index) => part === segments[index] || (part.startsWith('{') && segments[index] !== ''));
}
