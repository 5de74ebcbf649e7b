import { pino } from 'pino';
import type { Logger } from '../../ports/logger.ts';

/** Names under which a secret or personal data could hide; their values never reach a line, at any depth we use. */
const REDACTED = [
  'accessToken',
  'refreshToken',
  'access_token',
  'refresh_token',
  'authorization',
  'cookie',
  'clientSecret',
  'client_secret',
  'apiKey',
  'email',
  'userEmail',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/**
 * Makes the logger: one JSON line per event on stdout, secrets redacted.
 *
 * @param level quietest level that is written
 */
export function makeLogger(level: string): Logger & pino.Logger<string> {
  return pino({
    level,
    base: null,
    formatters: { level: (label) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: REDACTED, censor: '[redacted]' },
  });
}
