import { hubspot } from '@hubspot/ui-extensions';
import type { FetchLike } from '../../contract/client.ts';

/** How the card reaches the backend: HubSpot's own signed proxy. `transport.private.ts` stands here in the private edition. */
export const send: FetchLike = (url, options) => hubspot.fetch(url, options);
