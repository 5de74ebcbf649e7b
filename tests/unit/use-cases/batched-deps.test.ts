import { expect, it } from 'vitest';
import type { CrmSession } from '../../../backend/src/ports/crm.ts';
import { makeBatchGate } from '../../../backend/src/use-cases/bulk/batch-gate.ts';
import { makeBatchedDeps } from '../../../backend/src/use-cases/bulk/batched-deps.ts';
import { FREE_TURNS } from '../../../backend/src/use-cases/bulk/write-turns.ts';
import type { AutomateDeps } from '../../../backend/src/use-cases/enrichment-run/automation-step.ts';

it('lets both parts of one record wait for a record that is slower, so that all of them ask in one call', async () => {
  const calls: string[][] = [];
  const gate = makeBatchGate();
  const ask = gate.kind('read', async (asked: readonly string[]) => {
    calls.push([...asked]);
    return asked;
  });
  const ports = { crm: {}, automationCrm: {}, automations: {}, register: {}, enrichments: {}, sources: [] };
  // As automation takes it: absent, parts run side by side without the gate knowing of them.
  const batched: Pick<AutomateDeps, 'sideBySide'> = makeBatchedDeps(ports as never, gate, {
    organizationId: 'organisation',
    session: {} as CrmSession,
    turns: FREE_TURNS,
    reading: { isKnown: () => false },
    leaveOut: () => undefined,
  });
  const sideBySide = batched.sideBySide ?? ((parts) => Promise.all(parts.map((part) => part())));

  await Promise.all([
    gate.run(() => sideBySide([() => ask('task'), () => ask('deal')])),
    gate.run(async () => {
      await new Promise(setImmediate);
      return ask('slower');
    }),
  ]);

  expect(calls).toEqual([['task', 'deal', 'slower']]);
});
