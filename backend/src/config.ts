import { type EncryptionKey, parseEncryptionKeys } from './config/encryption-keys.ts';
import { type EnvironmentReader, makeEnvironmentReader } from './config/environment-reader.ts';
import { parseWebsiteHosts, type WebsiteHosts } from './config/website-hosts.ts';

export type { EncryptionKey } from './config/encryption-keys.ts';

/** Log levels, quietest last. */
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
/** A log level. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The configuration of one process, checked and with units in its names. */
export interface Config {
  readonly isProduction: boolean;
  readonly http: { readonly host: string; readonly port: number; readonly publicUrl: string };
  /** `url` undefined: embedded Postgres in `dataDir`. */
  readonly database: { readonly url: string | undefined; readonly dataDir: string };
  readonly hubspot: HubspotConfig;
  /** undefined: summaries are written by the template. */
  readonly openai:
    | { readonly apiKey: string; readonly baseUrl: string | undefined; readonly model: string }
    | undefined;
  /** undefined: the Companies House API is not asked. */
  readonly companiesHouse: { readonly apiKey: string; readonly baseUrl: string } | undefined;
  /** undefined: the oppSpot API is not asked; it has no public address that could be a default. */
  readonly oppspot: { readonly apiKey: string; readonly baseUrl: string } | undefined;
  /** Websites that are on this computer; empty in production. */
  readonly websiteHosts: WebsiteHosts;
  readonly encryptionKeys: readonly EncryptionKey[];
  readonly metricsToken: string | undefined;
  /** Where a worker without web answers health and metrics; undefined: nowhere. */
  readonly metricsPort: number | undefined;
  /** How tokens of the integration API are checked; undefined: that API answers 503. */
  readonly apiTokens: ApiTokenConfig | undefined;
  readonly logLevel: LogLevel;
  readonly workerConcurrency: number;
}

/** How to reach HubSpot and be known there; a missing secret switches the routes that need it off, with a message. */
export interface HubspotConfig {
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly appId: number | undefined;
  readonly redirectUri: string;
  /** Private-app mode: the token of one portal. */
  readonly accessToken: string | undefined;
  readonly apiUrl: string;
  readonly appUrl: string;
}

/** Keys of the integration API's tokens: a secret for HS256, a key set for RS256 and ES256, or both while one replaces the other. */
export interface ApiTokenConfig {
  readonly secret: string | undefined;
  readonly jwksUrl: string | undefined;
}

/** Either a configuration or everything that is wrong with the environment, secrets not shown. */
export type ParsedConfig =
  | { readonly kind: 'valid'; readonly config: Config }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** Model used when `OPENAI_MODEL` is absent: the cheapest that holds the structured output (price table of 2026-09). */
const DEFAULT_MODEL = 'gpt-6-luna';

/** The register's own API, when `COMPANIES_HOUSE_API_URL` is absent. */
const COMPANIES_HOUSE_API_URL = 'https://api.company-information.service.gov.uk';

/** Reads the environment (contract §2). The only reader of `process.env`; no secret has a default. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): ParsedConfig {
  const read = makeEnvironmentReader(env);
  const isProduction = env.NODE_ENV === 'production';
  const host = read.text('HOST') ?? '127.0.0.1';
  const port = read.wholeNumber('PORT', { min: 0, max: 65_535 }) ?? 3000;
  const publicUrl = read.url('PUBLIC_URL', { httpsOnly: isProduction, originOnly: true }) ?? `http://localhost:${port}`;
  const config: Config = {
    isProduction,
    http: { host, port, publicUrl },
    database: { url: readDatabaseUrl(read), dataDir: read.text('DATA_DIR') ?? '.data' },
    hubspot: readHubspot(read, publicUrl, isProduction),
    openai: readOpenai(read, isProduction),
    companiesHouse: readCompaniesHouse(read, isProduction),
    oppspot: readOppspot(read, isProduction),
    websiteHosts: readWebsiteHosts(read, isProduction),
    encryptionKeys: readEncryptionKeys(read),
    metricsToken: read.text('METRICS_TOKEN'),
    metricsPort: read.wholeNumber('METRICS_PORT', { min: 0, max: 65_535 }),
    apiTokens: readApiTokens(read, isProduction),
    logLevel: readLogLevel(read),
    workerConcurrency: read.wholeNumber('WORKER_CONCURRENCY', { min: 1, max: 1000 }) ?? 8,
  };
  if (isProduction) checkProduction(read, config);
  return read.problems.length === 0 ? { kind: 'valid', config } : { kind: 'invalid', problems: read.problems };
}

function readDatabaseUrl(read: EnvironmentReader): string | undefined {
  const url = read.text('DATABASE_URL');
  if (url !== undefined && !/^postgres(ql)?:\/\/[^/]+\/[^/?]+/.test(url)) {
    read.problems.push('DATABASE_URL must look like postgresql://user:password@host:5432/database');
  }
  return url;
}

function readHubspot(read: EnvironmentReader, publicUrl: string, isProduction: boolean): HubspotConfig {
  const api = { httpsUnlessLoopback: isProduction };
  return {
    clientId: read.text('HUBSPOT_CLIENT_ID'),
    clientSecret: read.text('HUBSPOT_CLIENT_SECRET'),
    appId: read.wholeNumber('HUBSPOT_APP_ID', { min: 1, max: Number.MAX_SAFE_INTEGER }),
    redirectUri:
      read.url('HUBSPOT_REDIRECT_URI', api) ??
      read.url('NEXT_PUBLIC_HUBSPOT_REDIRECT_URI', api) ??
      `${publicUrl}/api/auth/hubspot/callback`,
    accessToken: read.text('HUBSPOT_ACCESS_TOKEN'),
    apiUrl: read.url('HUBSPOT_API_URL', api) ?? 'https://api.hubapi.com',
    appUrl: read.url('HUBSPOT_APP_URL', api) ?? 'https://app.hubspot.com',
  };
}

function readOpenai(read: EnvironmentReader, isProduction: boolean): Config['openai'] {
  const apiKey = read.text('OPENAI_API_KEY');
  const baseUrl = read.url('OPENAI_BASE_URL', { httpsUnlessLoopback: isProduction });
  return apiKey === undefined ? undefined : { apiKey, baseUrl, model: read.text('OPENAI_MODEL') ?? DEFAULT_MODEL };
}

function readCompaniesHouse(read: EnvironmentReader, isProduction: boolean): Config['companiesHouse'] {
  const apiKey = read.text('COMPANIES_HOUSE_API_KEY');
  const baseUrl = read.url('COMPANIES_HOUSE_API_URL', { httpsUnlessLoopback: isProduction });
  return apiKey === undefined ? undefined : { apiKey, baseUrl: baseUrl ?? COMPANIES_HOUSE_API_URL };
}

function readOppspot(read: EnvironmentReader, isProduction: boolean): Config['oppspot'] {
  const apiKey = read.text('OPPSPOT_API_KEY');
  const baseUrl = read.url('OPPSPOT_API_URL', { httpsUnlessLoopback: isProduction });
  return apiKey === undefined || baseUrl === undefined ? undefined : { apiKey, baseUrl };
}

/** It opens the guard against private addresses, so production takes no notice of it. */
function readWebsiteHosts(read: EnvironmentReader, isProduction: boolean): WebsiteHosts {
  const text = read.text('WEBSITE_RESOLVE');
  if (text === undefined || isProduction) return new Map();
  const { hosts, problems } = parseWebsiteHosts(text);
  read.problems.push(...problems);
  return hosts;
}

function readEncryptionKeys(read: EnvironmentReader): readonly EncryptionKey[] {
  const text = read.text('ENCRYPTION_KEYS');
  if (text === undefined) return [];
  const { keys, problems } = parseEncryptionKeys(text);
  read.problems.push(...problems);
  return keys;
}

function readLogLevel(read: EnvironmentReader): LogLevel {
  const level = read.oneOf('LOG_LEVEL', LOG_LEVELS);
  const wantsDebug = (read.text('DEBUG') ?? '').split(',').some((name) => /^smartsync(:|$)/.test(name.trim()));
  return level ?? (wantsDebug ? 'debug' : 'info');
}

/** RFC 7518: a key for HS256 has at least 256 bits. */
const MIN_SECRET_BYTES = 32;

function readApiTokens(read: EnvironmentReader, isProduction: boolean): ApiTokenConfig | undefined {
  const secret = read.text('API_JWT_SECRET', 'SUPABASE_JWT_SECRET');
  const jwksUrl = read.url('API_JWKS_URL', { httpsUnlessLoopback: isProduction });
  if (isProduction && secret !== undefined && Buffer.byteLength(secret) < MIN_SECRET_BYTES) {
    read.problems.push(`API_JWT_SECRET must have at least ${MIN_SECRET_BYTES} bytes in production`);
  }
  return secret === undefined && jwksUrl === undefined ? undefined : { secret, jwksUrl };
}

function checkProduction(read: EnvironmentReader, config: Config): void {
  const missing = (name: string, why: string) => read.problems.push(`${name} is required in production: ${why}`);
  if (read.text('PUBLIC_URL') === undefined) missing('PUBLIC_URL', 'the https origin that HubSpot calls');
  const { clientId, clientSecret, accessToken } = config.hubspot;
  if (accessToken === undefined) {
    if (clientId === undefined) missing('HUBSPOT_CLIENT_ID', 'the client id of your HubSpot app');
    if (clientSecret === undefined) missing('HUBSPOT_CLIENT_SECRET', 'signatures and tokens are checked with it');
  }
  if (read.text('ENCRYPTION_KEYS') === undefined) {
    missing('ENCRYPTION_KEYS', 'id:base64-32-bytes; make one with: echo "k1:$(openssl rand -base64 32)"');
  }
}
