import type { ApiRoute } from '../http/api-route.ts';
import { uninstallApp } from '../oauth/issue-tokens.ts';

/** The account itself, and the app's own way out of it. */
export const ACCOUNT_ROUTES: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/account-info/2026-09/details',
    auth: 'portal',
    bucket: 'main',
    latency: 'read',
    scopes: () => [['oauth']],
    handle: ({ portal, state }) => {
      const offsetMs = readUtcOffsetMs(portal.timeZone, state.clock.nowMs());
      return {
        status: 200,
        body: {
          portalId: portal.id,
          accountType: portal.accountType,
          timeZone: portal.timeZone,
          companyCurrency: portal.currency,
          additionalCurrencies: [],
          utcOffset: formatOffset(offsetMs),
          utcOffsetMilliseconds: offsetMs,
          uiDomain: 'app.hubspot.com',
          dataHostingLocation: 'eu1',
        },
      };
    },
  },
  {
    method: 'DELETE',
    path: '/appinstalls/2026-09/external-install',
    auth: 'portal',
    bucket: 'main',
    latency: 'write',
    scopes: () => [['oauth']],
    handle: ({ portal, state }) => {
      uninstallApp(state, portal.id);
      return { status: 204 };
    },
  },
];

function readUtcOffsetMs(timeZone: string, atMs: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(atMs);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /([+-])(\d{2}):(\d{2})/.exec(name);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -1 : 1) * minutes * 60_000;
}

function formatOffset(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
