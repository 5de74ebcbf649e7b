import { expect, it } from 'vitest';
import { makeSpareLanes } from '../../../backend/src/use-cases/bulk/spare-lanes.ts';
import { type HeldRun, type WorkStepsDeps, workSteps } from '../../../backend/src/use-cases/bulk/work-steps.ts';

it('takes records of a run only while the process has room for a step', async () => {
  const events: string[] = [];
  const deps = {
    lanes: makeSpareLanes(0),
    room: {
      enter: async () => {
        events.push('has room');
        return {
          keep: (records: number) => events.push(`keeps ${records}`),
          leave: () => events.push('leaves'),
        };
      },
    },
    bulk: {
      takeStep: async () => {
        events.push('taken');
        return { records: [], joined: 0, lastPosition: 0 };
      },
      settle: async () => 0,
      changeStatus: async () => undefined,
    },
  } as unknown as WorkStepsDeps;
  const outcomes = { enriched: 0, unchanged: 0, needsReview: 0, noMatch: 0, insufficientData: 0, failed: 0 };
  const run = {
    lease: { organizationId: 'organization', bulkId: 'bulk' },
    leased: { run: { outcomes, total: 0 }, isPlanned: true, planned: 0, cursor: null },
    installation: {},
    goesOn: async () => true,
    signal: new AbortController().signal,
  } as unknown as HeldRun;

  const end = await workSteps(deps, run);

  expect(events).toEqual(['has room', 'taken', 'keeps 0', 'leaves']);
  expect(end).toEqual({ kind: 'ended' });
});
