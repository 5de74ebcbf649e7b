import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import express, { type Router } from 'express';
import { OBJECT_TYPES } from '../state/object-types.ts';
import type { ControlParts } from './control-parts.ts';

/** Server-sent events: one line for every change of a record, so that the page shows it at once. */
export function makeEventsRouter(parts: ControlParts): Router {
  const router = express.Router();
  router.get('/events', (request, response) => {
    response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.flushHeaders();
    response.write(': listening\n\n');
    const stop = parts.state.changes.listen((change) => {
      const event = {
        portalId: change.portalId,
        objectType: OBJECT_TYPES[change.objectTypeId].plural,
        objectId: change.objectId,
        kind: change.kind,
        propertyName: change.propertyName,
      };
      response.write(`data: ${JSON.stringify(event)}\n\n`);
    });
    const stopWatching = watchBundles(parts.extensionsDir, () => response.write('data: {}\n\n'));
    request.on('close', () => {
      stop();
      stopWatching();
    });
  });
  return router;
}

/** A build writes several files: the page is told once it is quiet. */
const QUIET_MS = 300;

/** Tells when bundles were rebuilt; an event without a record means "read everything again". */
function watchBundles(extensionsDir: string | undefined, onChange: () => void): () => void {
  const folder = join(extensionsDir ?? '', 'dist');
  if (extensionsDir === undefined || !existsSync(folder)) return () => {};
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, QUIET_MS);
  });
  // Lost sight of the folder (it was removed): the page still has its reload button.
  watcher.on('error', () => watcher.close());
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
