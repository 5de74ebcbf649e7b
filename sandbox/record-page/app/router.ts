/** Hash routes: the page is static files, so everything after `#` is ours. */
import { useSyncExternalStore } from 'react';
import { isObjectType, type ObjectType } from './object-types.ts';

export type Route =
  | { readonly page: 'start' }
  | { readonly page: 'list'; readonly portalId: number; readonly objectType: ObjectType }
  | {
      readonly page: 'record';
      readonly portalId: number;
      readonly objectType: ObjectType;
      readonly objectId: string;
      readonly tab: string | undefined;
    }
  | { readonly page: 'settings'; readonly portalId: number }
  | {
      readonly page: 'app-page';
      readonly portalId: number;
      readonly uid: string;
      readonly path: string;
      readonly params: Readonly<Record<string, string>>;
    };

/** Reads a hash such as `#/portals/1/companies/2?tab=x`; anything else is the start. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?');
  const [root, portal, kind = '', id, ...rest] = path.split('/').filter(Boolean).map(decodeURIComponent);
  const portalId = Number(portal);
  if (root !== 'portals' || !Number.isInteger(portalId)) return { page: 'start' };
  const parameters = new URLSearchParams(query);
  if (kind === 'settings') return { page: 'settings', portalId };
  if (kind === 'pages' && id) {
    return { page: 'app-page', portalId, uid: id, path: `/${rest.join('/')}`, params: Object.fromEntries(parameters) };
  }
  const objectType = isObjectType(kind) ? kind : 'companies';
  if (!id) return { page: 'list', portalId, objectType };
  return { page: 'record', portalId, objectType, objectId: id, tab: parameters.get('tab') ?? undefined };
}

export const listHref = (portalId: number, objectType: ObjectType) => `#/portals/${portalId}/${objectType}`;
export const settingsHref = (portalId: number) => `#/portals/${portalId}/settings`;

export function recordHref(portalId: number, objectType: ObjectType, objectId: string, tab?: string): string {
  const query = tab ? `?tab=${encodeURIComponent(tab)}` : '';
  return `#/portals/${portalId}/${objectType}/${encodeURIComponent(objectId)}${query}`;
}

export function appPageHref(portalId: number, uid: string, path = '/', params: Readonly<Record<string, string>> = {}) {
  const query = new URLSearchParams(params).toString();
  return `#/portals/${portalId}/pages/${encodeURIComponent(uid)}${path === '/' ? '' : path}${query ? `?${query}` : ''}`;
}

export function navigate(href: string): void {
  window.location.hash = href;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useHash(): string {
  return useSyncExternalStore(subscribe, () => window.location.hash);
}
