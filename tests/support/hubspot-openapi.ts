import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import type { ReceivedRequest } from './scripted-server.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../../shared/hubspot-openapi');
const FILES = [
  'automation-actions',
  'contacts',
  'companies',
  'deals',
  'tasks',
  'associations',
  'properties',
  'lists',
  'owners',
  'pipelines',
  'account-info',
  'app-uninstalls',
  'oauth',
];

/** HubSpot's documents are not part of the repository; checks against them are skipped where they are missing. */
export const hasHubspotDocuments = existsSync(FOLDER);

// biome-ignore lint/suspicious/noExplicitAny: OpenAPI documents as they are
type Json = any;

interface Operation {
  readonly file: string;
  readonly template: string;
  readonly method: string;
  readonly document: Json;
  readonly operation: Json;
}

/** Every operation of HubSpot's documents that the product may use. */
export function loadHubspotOperations(): readonly Operation[] {
  return FILES.flatMap((file) => {
    const document = JSON.parse(readFileSync(`${FOLDER}/${file}.json`, 'utf8'));
    return Object.entries<Json>(document.paths).flatMap(([template, methods]) =>
      Object.entries<Json>(methods).map(([method, operation]) => {
        return { file, template, method: method.toUpperCase(), document, operation };
      }),
    );
  });
}

/** The operations that a request could be: those of its own object type's document, when its path names one. */
export function findOperations(request: ReceivedRequest, operations: readonly Operation[]): readonly Operation[] {
  const { pathname } = new URL(request.url, 'http://hubspot');
  const objectType = /^\/crm\/objects\/[^/]+\/([^/]+)/.exec(pathname)?.[1];
  const matching = operations.filter(({ template, method, file }) => {
    const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`);
    return method === request.method && pattern.test(pathname) && (!objectType || file === objectType);
  });
  // A fixed path (…/search) beats one with a name in its place.
  const holes = (template: string) => template.split('{').length;
  const fewest = Math.min(...matching.map(({ template }) => holes(template)));
  return matching.filter(({ template }) => holes(template) === fewest);
}

/** What of a request HubSpot's document does not allow; empty when it is valid. */
export function listBreaches(request: ReceivedRequest, operations: readonly Operation[]): readonly string[] {
  const [found] = findOperations(request, operations);
  if (!found) return [`no operation is ${request.method} ${request.url}`];
  const { operation, document } = found;
  const parameters: Json[] = operation.parameters ?? [];
  const { searchParams } = new URL(request.url, 'http://hubspot');
  const unknown = [...searchParams.keys()].filter(
    (name) => !parameters.some((p) => p.in === 'query' && p.name === name),
  );
  const missing = parameters.filter((p) => p.in === 'query' && p.required && !searchParams.has(p.name));
  return [
    ...unknown.map((name) => `unknown query parameter ${name}`),
    ...missing.map(({ name }) => `missing query parameter ${name}`),
    ...listBodyBreaches(request, operation, document),
  ];
}

function listBodyBreaches(request: ReceivedRequest, operation: Json, document: Json): readonly string[] {
  const content = operation.requestBody?.content;
  if (!content) return request.text === '' ? [] : ['a body where none is documented'];
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  const schema = content[type]?.schema;
  if (!schema) return [`content type ${type} is not documented`];
  const isForm = type === 'application/x-www-form-urlencoded';
  const body = isForm ? Object.fromEntries(new URLSearchParams(request.text)) : JSON.parse(request.text);
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'document', components: document.components });
  const pointed = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/'));
  const isValid = ajv.compile(pointed);
  return isValid(body) ? [] : (isValid.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** The scopes of which an operation wants any one, for OAuth apps; undefined when it wants none. */
export function listScopes({ operation }: Operation): readonly string[] | undefined {
  const blocks: Json[] = operation.security ?? [];
  const scopes = blocks.flatMap((block) => block.oauth2 ?? []);
  return scopes.length === 0 ? undefined : scopes;
}
