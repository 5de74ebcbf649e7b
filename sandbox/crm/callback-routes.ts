import { z } from 'zod';
import { type ApiRoute, type PortalCall, parseBody, readParam } from '../http/api-route.ts';

const outputs = { outputFields: z.record(z.string(), z.string()), typedOutputs: z.record(z.string(), z.unknown()) };
const oneSchema = z.object(outputs);
const manySchema = z.object({ inputs: z.array(z.object({ callbackId: z.string(), ...outputs })) });

/** The app finishes workflow actions it had asked HubSpot to wait for. */
export const CALLBACK_ROUTES: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/automation/actions/callbacks/2026-09/:callbackId/complete',
    auth: 'portal',
    bucket: 'main',
    latency: 'write',
    scopes: () => [['automation']],
    handle: (call) => {
      complete(call, { callbackId: readParam(call, 'callbackId'), ...parseBody(oneSchema, call.body) });
      return { status: 204 };
    },
  },
  {
    method: 'POST',
    path: '/automation/actions/callbacks/2026-09/complete',
    auth: 'portal',
    bucket: 'main',
    latency: 'write',
    scopes: () => [['automation']],
    handle: (call) => {
      for (const input of parseBody(manySchema, call.body).inputs) complete(call, input);
      return { status: 204 };
    },
  },
];

function complete(call: PortalCall, input: { callbackId: string; outputFields: Record<string, string> }): void {
  const { callbackId, outputFields } = input;
  call.state.callbacks.push({ portalId: call.portal.id, callbackId, outputFields, atMs: call.state.clock.nowMs() });
}
