import type { CrmSession } from '../../ports/crm.ts';
import type { CallbackCompletion, WorkflowCallbacks } from '../../ports/workflow-callbacks.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import type { HubspotTransport } from './transport.ts';

const CALLBACKS = `/automation/actions/callbacks/${HUBSPOT_API_VERSION}`;
/** The execution is unknown, over, or was completed before: nobody waits for it. */
const NOT_WAITED_FOR = [400, 404, 409, 410];

/**
 * Makes the port over HubSpot's callbacks API: one call for all, and one each only when HubSpot refuses the batch.
 *
 * HubSpot's document wants `typedOutputs` with every completion, although all our values are text.
 */
export function makeWorkflowCallbacks(transport: HubspotTransport): WorkflowCallbacks {
  return {
    async completeCallbacks(session, completions) {
      if (completions.length === 0) return { refused: [] };
      const inputs = completions.map(({ callbackId, outputs }) => ({ callbackId, ...bodyOf(outputs) }));
      const path = `${CALLBACKS}/complete`;
      const reply = await transport.call(session, {
        method: 'POST',
        path,
        json: { inputs },
        isRepeatable: true,
        handledStatuses: NOT_WAITED_FOR,
      });
      return reply.status < 300 ? { refused: [] } : completeEach(transport, session, completions);
    },
  };
}

async function completeEach(
  transport: HubspotTransport,
  session: CrmSession,
  completions: readonly CallbackCompletion[],
): Promise<{ refused: readonly string[] }> {
  const refused: string[] = [];
  for (const { callbackId, outputs } of completions) {
    const reply = await transport.call(session, {
      method: 'POST',
      path: `${CALLBACKS}/{callbackId}/complete`,
      params: { callbackId },
      json: bodyOf(outputs),
      isRepeatable: true,
      handledStatuses: NOT_WAITED_FOR,
    });
    if (reply.status >= 300) refused.push(callbackId);
  }
  return { refused };
}

function bodyOf(outputs: CallbackCompletion['outputs']) {
  return { outputFields: { ...outputs }, typedOutputs: {} };
}
