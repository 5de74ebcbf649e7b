import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import type { Installation } from '../../ports/installation-store.ts';
import type { ExportPiece } from '../../ports/portal-export.ts';
import { type PortalRouteDeps, portalRoute } from '../portal-route.ts';

/** What the export route needs. */
export interface ExportRoutesDeps {
  readonly portal: PortalRouteDeps;
  readonly exportPortal: (input: {
    readonly installation: Installation;
    readonly userId: number | null;
  }) => Promise<AsyncIterable<ExportPiece>>;
}

/** Everything that is kept of a portal, one JSON value a line, as a download. */
export function exportRoutes({ portal, exportPortal }: ExportRoutesDeps): Router {
  const router = Router();
  router.get(
    '/export',
    ...portalRoute(portal, async ({ installation, userId }, _request, response) => {
      const pieces = await exportPortal({ installation, userId });
      const name = `oppspot-smartsync-${installation.portalId}.ndjson`;
      response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
      response.type('application/x-ndjson');
      // A failure in the middle cuts the connection: without the last line the caller knows that something is missing.
      await pipeline(Readable.from(toLines(pieces)), response);
    }),
  );
  return router;
}

async function* toLines(pieces: AsyncIterable<ExportPiece>): AsyncGenerator<string> {
  for await (const piece of pieces) yield `${JSON.stringify(piece)}\n`;
}
