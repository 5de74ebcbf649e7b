/** A website on this computer with the source that reads it; whatever a test starts is stopped by `stopSites`. */

import type { ResolveName } from '../../../backend/src/adapters/website/guarded-agent.ts';
import { makeSiteVisits } from '../../../backend/src/adapters/website/site-visits.ts';
import { makeWebsiteSource } from '../../../backend/src/adapters/website/website-source.ts';
import { makeMemoryWebsiteReadings } from '../../fakes/memory-website-readings.ts';
import { type LocalSite, type SitePage, startLocalSite } from '../../support/local-site.ts';
import { silentLogger } from '../../support/silent-logger.ts';

export const DOMAIN = 'kestrel-loom.example';
export const NOW = Date.parse('2026-11-23T08:00:00.000Z');
export const HOME = '<title>Kestrel Loom</title><p>Looms and software</p>';
const ALLOW_ALL = 'User-agent: *\nAllow: /';
const sites: LocalSite[] = [];

export async function stopSites(): Promise<void> {
  await Promise.all(sites.splice(0).map((site) => site.stop()));
}

/** A site that robots may read unless its own `/robots.txt` says otherwise. */
export async function siteOf(pages: Readonly<Record<string, SitePage>>): Promise<LocalSite> {
  const site = await startLocalSite({ '/robots.txt': ALLOW_ALL, ...pages });
  sites.push(site);
  return site;
}

const noNames: ResolveName = async () => {
  throw new Error('ENOTFOUND');
};

interface Collecting {
  readonly domain?: string | undefined;
  readonly site?: LocalSite;
  readonly resolve?: ResolveName;
  readonly pageTimeoutMs?: number;
}

/** Without a site every name is unknown, unless `resolve` knows it. */
export function sourceOf({ site, resolve = noNames, pageTimeoutMs }: Collecting, now = () => NOW) {
  const visitSite = makeSiteVisits({
    clock: { now: () => new Date(now()) },
    logger: silentLogger,
    readings: makeMemoryWebsiteReadings(),
    localHosts: new Map(site ? [[DOMAIN, { address: '127.0.0.1', port: site.port }]] : []),
    resolve,
    ...(pageTimeoutMs === undefined ? {} : { pageTimeoutMs }),
  });
  return makeWebsiteSource(visitSite);
}

export const request = { companyNumber: '99100001', domain: DOMAIN, asOf: '2026-11-23', refresh: false };

export function collect({ ...options }: Collecting) {
  const domain = 'domain' in options ? options.domain : DOMAIN;
  return sourceOf(options).collect({ ...request, domain, signal: new AbortController().signal });
}

export const redirectTo =
  (location: string): SitePage =>
  (response) =>
    void response.writeHead(302, { location }).end();

export const packed =
  (body: Buffer, encoding: string): SitePage =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': encoding }).end(body);
