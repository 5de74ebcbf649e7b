import { describe, expect, it } from 'vitest';
import type { AutomationCrm } from '../../../backend/src/ports/automation-crm.ts';
import type { AutomationStore } from '../../../backend/src/ports/automation-store.ts';
import type { BulkAutomationCrm, BulkAutomationStore } from '../../../backend/src/ports/bulk-automation.ts';
import type { CrmSession } from '../../../backend/src/ports/crm.ts';
import { makeBatchGate } from '../../../backend/src/use-cases/bulk/batch-gate.ts';
import {
  makeBatchedAutomationCrm,
  makeBatchedAutomationStore,
} from '../../../backend/src/use-cases/bulk/batched-automation.ts';
import { makeLeavingMarks } from '../../../backend/src/use-cases/bulk/leaving-marks.ts';
import { FREE_TURNS } from '../../../backend/src/use-cases/bulk/write-turns.ts';

const ORGANIZATION = '0b6f2a5e-8f0e-4a51-9a57-5e0d8d7f3c11';
const key = 'task:contacts:1';

describe('a task that a batch makes', () => {
  /** What happens in the order in which it does. */
  const setUp = () => {
    const events: string[] = [];
    const store = {
      markAllSent: async (_organizationId: string, sent: readonly unknown[]) => {
        events.push('marked');
        return sent.map(() => true);
      },
    } as unknown as AutomationStore & BulkAutomationStore;
    const crm = {
      createAllPlain: async ({ mayLeave }: CrmSession) => {
        events.push('waits for its place');
        await mayLeave?.();
        events.push('leaves');
        return [{ kind: 'refused', message: 'no', properties: [] }];
      },
    } as unknown as AutomationCrm & BulkAutomationCrm;
    const gate = makeBatchGate();
    const marks = makeLeavingMarks(store, ORGANIZATION);
    const stop = { turns: FREE_TURNS, leaveOut: () => undefined };
    const session = {} as CrmSession;
    const automations = makeBatchedAutomationStore(store, gate, ORGANIZATION, stop, marks);
    const automationCrm = makeBatchedAutomationCrm(crm, gate, session, marks);
    const markSent = (way: 'plain' | 'unique') =>
      automations.markSent({
        organizationId: ORGANIZATION,
        objectType: 'contacts',
        recordId: '1',
        purpose: 'task',
        holder: 'holder',
        enrichmentId: '6f1b0c52-16f4-4b43-9bd5-0d3d0a3c2f10',
        way,
        details: {},
      });
    const create = () =>
      automationCrm.createPlain(session, { objectType: 'tasks', key, properties: {}, belongsTo: [] });
    return { events, gate, markSent, create };
  };

  it('without a key is marked as sent when its batch leaves', async () => {
    const { events, gate, markSent, create } = setUp();

    await gate.run(async () => {
      expect(await markSent('plain')).toBe(true);
      await create();
    });

    expect(events).toEqual(['waits for its place', 'marked', 'leaves']);
  });

  it('with a key is marked at once', async () => {
    const { events, gate, markSent } = setUp();

    expect(await gate.run(() => markSent('unique'))).toBe(true);

    expect(events).toEqual(['marked']);
  });
});
