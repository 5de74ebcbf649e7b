/** Names that are on this computer: name → address and port. */
export type WebsiteHosts = ReadonlyMap<string, { readonly address: string; readonly port: number }>;

/**
 * Reads `name=127.0.0.1:port,…`. Only loopback addresses are taken: the list opens the guard of the website source, and
 * demo and tests need no more.
 */
export function parseWebsiteHosts(text: string): {
  readonly hosts: WebsiteHosts;
  readonly problems: readonly string[];
} {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const hosts = new Map<string, { readonly address: string; readonly port: number }>();
  const problems: string[] = [];
  for (const entry of entries) {
    const [, name, port] = /^([a-z0-9.-]+)=127\.0\.0\.1:(\d{1,5})$/i.exec(entry) ?? [];
    const isPort = Number(port) >= 1 && Number(port) <= 65_535;
    if (name !== undefined && isPort) hosts.set(name.toLowerCase(), { address: '127.0.0.1', port: Number(port) });
    else problems.push('WEBSITE_RESOLVE must look like host=127.0.0.1:8080,other.example=127.0.0.1:8081');
  }
  return { hosts, problems: [...new Set(problems)] };
}
