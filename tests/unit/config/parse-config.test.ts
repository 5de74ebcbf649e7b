import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../backend/src/config.ts';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://smartsync.example.com',
  HUBSPOT_CLIENT_ID: 'client',
  HUBSPOT_CLIENT_SECRET: 'secret',
  ENCRYPTION_KEYS: key('k1'),
};

function problemsOf(env: Record<string, string>): readonly string[] {
  const parsed = parseConfig(env);
  return parsed.kind === 'invalid' ? parsed.problems : [];
}

function configOf(env: Record<string, string>) {
  const parsed = parseConfig(env);
  if (parsed.kind === 'invalid') throw new Error(parsed.problems.join('; '));
  return parsed.config;
}

describe('the configuration', () => {
  it('starts on an empty environment in development, with no secret of its own', () => {
    const config = configOf({});

    expect(config.http).toEqual({ host: '127.0.0.1', port: 3000, publicUrl: 'http://localhost:3000' });
    expect(config.hubspot).toMatchObject({
      clientSecret: undefined,
      accessToken: undefined,
      apiUrl: 'https://api.hubapi.com',
    });
    expect(config.encryptionKeys).toEqual([]);
  });

  it('names every problem of a production environment at once', () => {
    const problems = problemsOf({ NODE_ENV: 'production', PORT: 'x', LOG_LEVEL: 'loud', WORKER_CONCURRENCY: '0' });

    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'PORT',
      'LOG_LEVEL',
      'WORKER_CONCURRENCY',
      'PUBLIC_URL',
      'HUBSPOT_CLIENT_ID',
      'HUBSPOT_CLIENT_SECRET',
      'ENCRYPTION_KEYS',
    ]);
  });

  it('takes a private-app token in place of the two client values', () => {
    const { HUBSPOT_CLIENT_ID: _id, HUBSPOT_CLIENT_SECRET: _secret, ...rest } = production;

    expect(problemsOf({ ...rest, HUBSPOT_ACCESS_TOKEN: 'pat-eu1-1' })).toEqual([]);
  });

  it.each([
    ['a key that is too short', 'k1:c2hvcnQ='],
    ['a key without id', randomBytes(32).toString('base64')],
    ['the same id twice', `${key('k1')},${key('k1')}`],
  ])('refuses %s without showing it', (_name, keys) => {
    const [problem] = problemsOf({ ...production, ENCRYPTION_KEYS: keys });

    expect(problem).toMatch(/^ENCRYPTION_KEYS/);
    expect(problem).not.toContain(keys.split(':')[1] ?? keys);
  });

  it('refuses the same key under two ids', () => {
    const bytes = randomBytes(32).toString('base64');

    expect(problemsOf({ ...production, ENCRYPTION_KEYS: `a:${bytes},b:${bytes}` })).toHaveLength(1);
  });

  it('keeps the keys in the order given, newest first', () => {
    expect(
      configOf({ ...production, ENCRYPTION_KEYS: `${key('new')},${key('old')}` }).encryptionKeys.map(({ id }) => id),
    ).toEqual(['new', 'old']);
  });

  it('demands https of the public address in production', () => {
    expect(problemsOf({ ...production, PUBLIC_URL: 'http://smartsync.example.com' })).toHaveLength(1);
  });

  it('takes plain http for an API on this computer, also in production, and for no other', () => {
    expect(problemsOf({ ...production, HUBSPOT_API_URL: 'http://127.0.0.1:4000' })).toEqual([]);
    expect(problemsOf({ ...production, HUBSPOT_API_URL: 'http://api.hubapi.com' })).toHaveLength(1);
  });

  it.each(['HUBSPOT_API_URL', 'HUBSPOT_APP_URL', 'OPENAI_BASE_URL', 'COMPANIES_HOUSE_API_URL', 'OPPSPOT_API_URL'])(
    'refuses a %s that is no URL',
    (name) => {
      expect(problemsOf({ ...production, [name]: 'not a url' })).toEqual([expect.stringContaining(name)]);
    },
  );

  it('knows websites on this computer, by loopback address and port only, and none in production', () => {
    const WEBSITE_RESOLVE = 'Kestrel-Loom.example=127.0.0.1:4001, other.example=127.0.0.1:4002';

    expect([...configOf({ WEBSITE_RESOLVE }).websiteHosts]).toEqual([
      ['kestrel-loom.example', { address: '127.0.0.1', port: 4001 }],
      ['other.example', { address: '127.0.0.1', port: 4002 }],
    ]);
    expect(configOf({ ...production, WEBSITE_RESOLVE }).websiteHosts.size).toBe(0);
  });

  it.each(['a.example=10.0.0.1:80', 'a.example=127.0.0.1', 'a.example=127.0.0.1:0', '=127.0.0.1:80', 'a.example'])(
    'refuses WEBSITE_RESOLVE=%s',
    (text) => {
      expect(problemsOf({ WEBSITE_RESOLVE: text })).toEqual([expect.stringContaining('WEBSITE_RESOLVE')]);
    },
  );

  it('derives the callback from the public address and reads the older name too', () => {
    expect(configOf(production).hubspot.redirectUri).toBe('https://smartsync.example.com/api/auth/hubspot/callback');
    const older = { NEXT_PUBLIC_HUBSPOT_REDIRECT_URI: 'http://localhost:3000/api/auth/hubspot/callback' };
    expect(configOf({ ...production, ...older }).hubspot.redirectUri).toBe(older.NEXT_PUBLIC_HUBSPOT_REDIRECT_URI);
  });

  it.each([
    ['smartsync:*', 'debug'],
    ['other:*', 'info'],
  ])('reads DEBUG=%s as level %s', (debug, level) => {
    expect(configOf({ DEBUG: debug }).logLevel).toBe(level);
  });
});
