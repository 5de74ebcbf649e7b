import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import { componentMap } from '../../sandbox/record-page/components/map.ts';

/** Wire names the package registers, read from its own source: it exports no list of them. */
function readWireNames(): string[] {
  const entry = createRequire(import.meta.url).resolve('@hubspot/ui-extensions');
  const source = readFileSync(path.join(path.dirname(entry), 'shared.synced/remoteComponents.synced.js'), 'utf8');
  return [...source.matchAll(/createAndRegisterRemote\w*Component\('(\w+)'/g)].map(([, name = '']) => name);
}

test('every component HubSpot registers has a stand-in, and no stand-in has a name HubSpot does not know', () => {
  const names = readWireNames();

  expect(names.length).toBeGreaterThan(100); // An empty list would agree with anything.
  expect(Object.keys(componentMap).sort()).toEqual([...names].sort());
});
