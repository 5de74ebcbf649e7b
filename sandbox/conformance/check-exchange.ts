import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { Exchange } from './exchange.ts';
import type { FoundOperation, OpenApiDocuments } from './openapi-documents.ts';

/** Checks one exchange against HubSpot's documents. */
export interface ExchangeFaults {
  readonly request: readonly string[];
  readonly response: readonly string[];
}

/** Makes the check; schemas are compiled when they are first needed. */
export function makeExchangeCheck(documents: OpenApiDocuments): (exchange: Exchange) => ExchangeFaults {
  const validate = makeValidator(documents);
  return (exchange) => {
    const found = documents.find(exchange.method, exchange.path);
    if (found === undefined) {
      return { request: [`HubSpot's documents have no ${exchange.method} ${exchange.path}`], response: [] };
    }
    return {
      request: [...checkQuery(found, exchange.query), ...checkRequestBody(found, exchange, validate)],
      response: checkResponse(found, exchange, validate),
    };
  };
}

type Validate = (document: string, pointer: readonly string[], value: unknown) => string[];

function makeValidator(documents: OpenApiDocuments): Validate {
  const engines = new Map<string, Ajv>();
  const compiled = new Map<string, ValidateFunction>();
  const engineOf = (document: string): Ajv => {
    const known = engines.get(document);
    if (known !== undefined) return known;
    const engine = new Ajv({ strict: false, allErrors: true, validateSchema: false });
    formats.default(engine);
    engine.addSchema(documents.read(document), 'document');
    engines.set(document, engine);
    return engine;
  };
  return (document, pointer, value) => {
    const path = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')));
    const key = `${document}#/${path.join('/')}`;
    const check = compiled.get(key) ?? engineOf(document).compile({ $ref: `document#/${path.join('/')}` });
    compiled.set(key, check);
    if (check(value)) return [];
    return (check.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message ?? 'is wrong'}`);
  };
}

function checkQuery(found: FoundOperation, query: URLSearchParams): string[] {
  const declared = found.operation.parameters.filter((parameter) => parameter.in === 'query');
  const missing = declared
    .filter((parameter) => parameter.required === true && !query.has(parameter.name))
    .map((parameter) => `query parameter ${parameter.name} is required`);
  const wrong = [...query].flatMap(([name, value]) => {
    const parameter = declared.find((candidate) => candidate.name === name);
    if (parameter === undefined) return [`query parameter ${name} is not in HubSpot's document`];
    const type = parameter.schema?.type;
    if (type === 'integer' && !/^-?\d+$/.test(value)) return [`query parameter ${name} must be an integer`];
    if (type === 'boolean' && value !== 'true' && value !== 'false') return [`query parameter ${name} must be boolean`];
    return [];
  });
  return [...missing, ...wrong];
}

function checkRequestBody(found: FoundOperation, exchange: Exchange, validate: Validate): string[] {
  const { requestBody } = found.operation;
  if (requestBody === undefined)
    return exchange.requestBody === undefined ? [] : ['a body is sent where none is declared'];
  if (exchange.requestBody === undefined) return ['the body is missing'];
  const mediaType = Object.keys(requestBody.content).find((type) => exchange.contentType.startsWith(type));
  if (mediaType === undefined) return [`content type ${exchange.contentType} is not declared`];
  if (isClientCredentials(exchange.requestBody)) return [];
  const pointer = ['paths', found.template, found.method.toLowerCase(), 'requestBody', 'content', mediaType, 'schema'];
  return validate(found.document, pointer, exchange.requestBody);
}

/** HubSpot takes this grant for the webhooks journal; the published document lacks it in the enum. */
function isClientCredentials(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'grant_type' in body && body.grant_type === 'client_credentials';
}

function checkResponse(found: FoundOperation, exchange: Exchange, validate: Validate): string[] {
  // The OAuth document declares neither the token answer nor the refusals in RFC 6749's shape.
  if (found.document === 'oauth' && exchange.status !== 200) return [];
  const { responses } = found.operation;
  const successes = Object.keys(responses).filter((status) => status.startsWith('2'));
  if (exchange.status >= 400) {
    return validate(
      found.document,
      ['components', 'responses', 'Error', 'content', '*/*', 'schema'],
      exchange.responseBody,
    );
  }
  if (successes.length === 0) return [];
  // 207 is undeclared for partial batches; its body is that of the full success.
  const status = exchange.status === 207 && responses['207'] === undefined ? successes[0] : String(exchange.status);
  const response = status === undefined ? undefined : responses[status];
  if (status === undefined || response === undefined) return [`status ${exchange.status} is not declared`];
  const mediaType = Object.keys(response.content ?? {})[0];
  if (mediaType === undefined) return exchange.responseBody === undefined ? [] : ['a body where none is declared'];
  const pointer = [
    'paths',
    found.template,
    found.method.toLowerCase(),
    'responses',
    status,
    'content',
    mediaType,
    'schema',
  ];
  return validate(found.document, pointer, exchange.responseBody);
}
