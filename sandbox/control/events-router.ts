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
    request.on('close', stop);
  });
  return router;
}
