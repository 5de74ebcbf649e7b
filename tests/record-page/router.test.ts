import { expect, test } from 'vitest';
import { appPageHref, parseRoute, recordHref } from '../../sandbox/record-page/app/router.ts';

test('a record link leads back to its record and tab', () => {
  expect(parseRoute(recordHref(7, 'deals', '42', 'card one'))).toEqual({
    page: 'record',
    portalId: 7,
    objectType: 'deals',
    objectId: '42',
    tab: 'card one',
  });
});

test('an app page link keeps the path and parameters of the page inside', () => {
  expect(parseRoute(appPageHref(7, 'runs', '/runs/3', { view: 'errors' }))).toEqual({
    page: 'app-page',
    portalId: 7,
    uid: 'runs',
    path: '/runs/3',
    params: { view: 'errors' },
  });
});

test('an address without a portal is the start', () => {
  expect(parseRoute('')).toEqual({ page: 'start' });
  expect(parseRoute('#/portals/none')).toEqual({ page: 'start' });
});

test('a portal without an object type shows its companies', () => {
  expect(parseRoute('#/portals/7')).toEqual({ page: 'list', portalId: 7, objectType: 'companies' });
});
