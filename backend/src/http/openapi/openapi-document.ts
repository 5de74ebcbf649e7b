import { z } from 'zod';
import { HUBSPOT_OPERATIONS } from './hubspot-operations.ts';
import { INTEGRATION_OPERATIONS } from './integration-operations.ts';
import type { Operation } from './operation.ts';

type Json = Readonly<Record<string, unknown>>;

const SECURITY = {
  jwt: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Claims: sub, exp, app_metadata.organization_id, app_metadata.role.',
  },
  hubspot: {
    type: 'apiKey',
    in: 'header',
    name: 'X-HubSpot-Signature-v3',
    description:
      'HubSpot signs the request; the query carries portalId and userId. X-HubSpot-Request-Timestamp goes with it.',
  },
  metrics: { type: 'http', scheme: 'bearer', description: 'METRICS_TOKEN' },
} as const;

const status = z.looseObject({ status: z.string() });
const PUBLIC_OPERATIONS: readonly Operation[] = [
  { method: 'get', path: '/healthz', tag: 'Operations', summary: 'The process lives', answers: { 200: status } },
  {
    method: 'get',
    path: '/readyz',
    tag: 'Operations',
    summary: 'It may take requests',
    answers: { 200: status, 503: status },
  },
  {
    method: 'get',
    path: '/metrics',
    tag: 'Operations',
    summary: 'Metrics for Prometheus',
    security: 'metrics',
    answers: { 200: null, 401: z.looseObject({}), 503: z.looseObject({}) },
  },
];

/** Every route that the document describes. */
export const OPERATIONS: readonly Operation[] = [
  ...INTEGRATION_OPERATIONS,
  ...HUBSPOT_OPERATIONS,
  ...PUBLIC_OPERATIONS,
];

/**
 * Our API as an OpenAPI 3.1 document, made of the same shapes that check requests and show answers.
 *
 * @param publicUrl origin that callers use
 */
export function makeOpenapiDocument(publicUrl: string): Json {
  const schemas: Record<string, unknown> = {};
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'oppSpot SmartSync',
      version: '0.1.0',
      description:
        'Connects a CRM, keeps contacts and companies in it, and enriches them. Guide: docs/integration-api.md.',
    },
    servers: [{ url: publicUrl }],
    paths,
    components: { schemas, securitySchemes: SECURITY },
  };
}

function describe(operation: Operation, schemas: Record<string, unknown>): Json {
  const { method, path, tag, summary, security, body } = operation;
  return {
    tags: [tag],
    summary,
    operationId: `${method}${path.replace(/[^A-Za-z]+(\w)?/g, (_, letter: string | undefined) => (letter ?? '').toUpperCase())}`,
    ...(security === undefined ? {} : { security: [{ [security]: [] }] }),
    parameters: parametersOf(operation),
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(body, 'input', schemas) } }),
    responses: Object.fromEntries(
      Object.entries(operation.answers).map(([code, shape]) => [code, answerOf(code, shape, schemas)]),
    ),
  };
}

function parametersOf({ path, query, headers }: Operation): readonly Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const known = query === undefined ? {} : schemaOf(query, 'output', {});
  const properties = z.record(z.string(), z.unknown()).catch({}).parse(known.properties);
  const inQuery = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
  const inHeaders = Object.entries(headers ?? {}).map(([name, description]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  }));
  return [...inPath, ...inQuery, ...inHeaders];
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  200: 'Done',
  202: 'Goes on; ask again',
  207: 'Some failed',
  400: 'No JSON, or credentials that the CRM refuses',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not there',
  409: 'In the way of something else',
  413: 'Too large',
  422: 'Wrong shape or value',
  429: 'Too many requests; wait Retry-After seconds',
  500: 'Our fault',
  502: 'The CRM refused a request',
  503: 'Not now, or not configured',
};

function answerOf(code: string, shape: z.ZodType | null, schemas: Record<string, unknown>): Json {
  const description = DESCRIPTIONS[code] ?? code;
  return shape === null ? { description } : { description, content: json(shape, 'output', schemas) };
}

function json(shape: z.ZodType, io: 'input' | 'output', schemas: Record<string, unknown>): Json {
  return { 'application/json': { schema: schemaOf(shape, io, schemas) } };
}

/** Shapes with a name become components; everything else stays where it is used. */
function schemaOf(shape: z.ZodType, io: 'input' | 'output', schemas: Record<string, unknown>): Json {
  const made = z.toJSONSchema(shape, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  const text = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $schema: _, $defs = {}, id, ...schema } = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  for (const [name, definition] of Object.entries(z.record(z.string(), z.unknown()).parse($defs))) {
    schemas[name] = withoutId(definition);
  }
  if (typeof id !== 'string') return schema;
  schemas[id] = schema;
  return { $ref: `#/components/schemas/${id}` };
}

function withoutId(definition: unknown): unknown {
  const { id: _, ...rest } = z.record(z.string(), z.unknown()).parse(definition);
  return rest;
}
