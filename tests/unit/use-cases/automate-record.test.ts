import { expect, it } from 'vitest';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import { makeBatchGate } from '../../../backend/src/use-cases/bulk/batch-gate.ts';
import { automateRecord } from '../../../backend/src/use-cases/enrichment-run/automate-record.ts';
import type { AutomateDeps } from '../../../backend/src/use-cases/enrichment-run/automation-step.ts';
import type { RunState, Subject } from '../../../backend/src/use-cases/enrichment-run/run-state.ts';

it('sees to task and deal of a record side by side, as parts of its task in a batch', async () => {
  const gate = makeBatchGate();
  const list = gate.kind('read', async (asked: readonly string[]) => asked.map(() => []));
  const splits: number[] = [];
  const deps = {
    automations: { list: ({ recordId }: { recordId: string }) => list(recordId) },
    sideBySide: (parts: readonly (() => Promise<unknown>)[]) => {
      splits.push(parts.length);
      return gate.split(parts);
    },
  } as unknown as AutomateDeps;
  const { automation, ...settings } = defaultPortalSettings();
  const on = {
    ...automation,
    task: { ...automation.task, enabled: true },
    deal: { ...automation.deal, enabled: true },
  };
  const run = {
    context: { settings: { ...settings, automation: on }, request: { mode: 'apply' } },
    installation: { organizationId: 'organisation' },
  } as unknown as RunState;
  const subject = { record: { objectType: 'contacts', id: '1', properties: {} } } as unknown as Subject;
  const enrichment = { status: 'no_match', score: null, undo: { possibleUntil: null, undoneAt: null } };

  const done = await gate.run(() => automateRecord(deps, run, subject, { enrichment: enrichment as never, facts: {} }));

  expect(splits).toEqual([2]);
  expect(done.automation).toMatchObject({ task: null, deal: null, owner: null });
  expect(done.automation?.held).toHaveLength(3);
});
