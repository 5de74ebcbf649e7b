import type { Request } from 'express';
import type { z } from 'zod';
import type { Conformance } from '../conformance/conformance.ts';
import type { ProxyFetch } from '../delivery/proxy-fetch.ts';
import type { OriginMap, SendToApp } from '../delivery/send-to-app.ts';
import type { WebhookQueue } from '../delivery/webhook-queue.ts';
import { parseBody } from '../http/api-route.ts';
import type { Faults } from '../http/faults.ts';
import { notFoundError, validationError } from '../http/hubspot-error.ts';
import type { RequestJournal } from '../http/request-journal.ts';
import { type ObjectTypeId, parseObjectType } from '../state/object-types.ts';
import type { Portal } from '../state/portal.ts';
import type { SandboxState } from '../state/sandbox-state.ts';

/** What the sandbox's own control API works on; none of it exists at HubSpot. */
export interface ControlParts {
  readonly state: SandboxState;
  readonly journal: RequestJournal;
  readonly faults: Faults;
  readonly conformance: Conformance;
  readonly webhooks: WebhookQueue;
  readonly proxyFetch: ProxyFetch;
  readonly send: SendToApp;
  readonly extensionsDir: string | undefined;
  originMap: OriginMap;
  /** What a developer set with `hs secret add`, by name. */
  functionSecrets: Readonly<Record<string, string>>;
}

/** Finds the portal of a control path or answers 404. */
export function getPortal(parts: ControlParts, request: Request): Portal {
  const portal = parts.state.portals.get(Number(request.params.portalId));
  if (portal === undefined) throw notFoundError(`There is no portal ${String(request.params.portalId)}`);
  return portal;
}

export function getObjectType(request: Request): ObjectTypeId {
  const segment = String(request.params.objectType);
  const typeId = parseObjectType(segment);
  if (typeId === undefined) throw validationError(`There is no object type ${segment}`);
  return typeId;
}

/** Reads a JSON body of the control API. */
export function readJson<T>(schema: z.ZodType<T>, request: Request): T {
  return parseBody(schema, request.body ?? {});
}
