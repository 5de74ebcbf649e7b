/** Reads single variables and remembers every problem, so that all of them are told at once. */
export interface EnvironmentReader {
  readonly problems: string[];
  /** Trimmed text; undefined when absent or empty. */
  text(...names: string[]): string | undefined;
  /** A URL without trailing slash; a problem when it is none. */
  url(name: string, options?: UrlOptions): string | undefined;
  /** A whole number within the range; a problem when it is none. */
  wholeNumber(name: string, range: { readonly min: number; readonly max: number }): number | undefined;
  /** One of the words; a problem when it is none. */
  oneOf<T extends string>(name: string, words: readonly T[]): T | undefined;
}

interface UrlOptions {
  /** Refuses `http://` except on this computer. */
  readonly httpsUnlessLoopback?: boolean;
  /** Refuses `http://` everywhere. */
  readonly httpsOnly?: boolean;
  /** Refuses a path, query or fragment. */
  readonly originOnly?: boolean;
}

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Makes a reader over one environment. Values are never repeated in a problem: they may be secret. */
export function makeEnvironmentReader(env: Readonly<Record<string, string | undefined>>): EnvironmentReader {
  const problems: string[] = [];
  const text = (...names: string[]) => names.map((name) => env[name]?.trim()).find((value) => value);
  return {
    problems,
    text,
    url(name, options = {}) {
      const value = text(name);
      if (value === undefined) return undefined;
      const problem = urlProblem(value, options);
      if (problem) problems.push(`${name} ${problem}`);
      return value.replace(/\/+$/, '');
    },
    wholeNumber(name, { min, max }) {
      const value = text(name);
      if (value === undefined) return undefined;
      const number = Number(value);
      if (/^-?\d+$/.test(value) && number >= min && number <= max) return number;
      problems.push(`${name} must be a whole number from ${min} to ${max}`);
      return undefined;
    },
    oneOf(name, words) {
      const value = text(name);
      if (value === undefined) return undefined;
      const found = words.find((word) => word === value);
      if (found === undefined) problems.push(`${name} must be one of: ${words.join(', ')}`);
      return found;
    },
  };
}

function urlProblem(value: string, options: UrlOptions): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return 'must be a URL that begins with https://';
  if (url.username || url.password) return 'must not carry a user name or password';
  const isPlain = url.protocol === 'http:';
  if (options.httpsOnly && isPlain) return 'must begin with https://';
  if (options.httpsUnlessLoopback && isPlain && !LOOPBACK_HOSTS.has(url.hostname)) {
    return 'must begin with https:// (http:// only for an address of this computer)';
  }
  if (options.originOnly && (url.pathname !== '/' || url.search || url.hash))
    return 'must be an origin, without a path';
  return undefined;
}
