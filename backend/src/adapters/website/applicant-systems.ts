import type { JobPost } from '../../domain/evidence/website.ts';

/** Addresses of single posts in the applicant systems that British companies use most; lists and forms do not match. */
const POST_ADDRESSES: readonly { readonly host: RegExp; readonly path: RegExp }[] = [
  { host: /^(?:boards|job-boards)(?:\.eu)?\.greenhouse\.io$/, path: /^\/[^/]+\/jobs\/\d+/ },
  { host: /^jobs(?:\.eu)?\.lever\.co$/, path: /^\/[^/]+\/[0-9a-f-]{36}\/?$/ },
  { host: /^apply\.workable\.com$/, path: /^\/[^/]+\/j\/[0-9A-F]{6,}/i },
  { host: /^jobs\.ashbyhq\.com$/, path: /^\/[^/]+\/[0-9a-f-]{36}\/?$/ },
  { host: /\.teamtailor\.com$/, path: /^\/jobs\/\d+/ },
  { host: /\.recruitee\.com$/, path: /^\/o\/[^/]+\/?$/ },
  { host: /\.bamboohr\.com$/, path: /^\/careers\/\d+\/?$/ },
  { host: /^jobs\.smartrecruiters\.com$/, path: /^\/[^/]+\/\d{6,}/ },
  { host: /\.pinpointhq\.com$/, path: /^\/(?:en\/)?postings\/[0-9a-f-]{36}/ },
];

/** The post that a link of the page leads to; undefined when it leads elsewhere. */
export function applicantSystemPost(link: { readonly url: string; readonly text: string }): JobPost | undefined {
  const { hostname, pathname } = new URL(link.url);
  if (!POST_ADDRESSES.some(({ host, path }) => host.test(hostname) && path.test(pathname))) return undefined;
  const title = link.text.slice(0, 120) || 'Open post';
  return { title, postedOn: null, validUntil: null, key: `${hostname}${pathname.replace(/\/$/, '')}` };
}
