import { describe, expect, it } from 'vitest';
import type { PropertyChange, UndoStep } from '../../../../backend/src/domain/enrichment/enrichment.ts';
import { arrivedSteps, withArrived } from '../../../../backend/src/domain/enrichment/interrupted-writes.ts';

const step: UndoStep = { property: 'tier', before: 'B', after: 'A' };
const change: PropertyChange = {
  ...step,
  before: 'A',
  after: 'C',
  decision: 'write',
  reason: 'changed',
  written: true,
};
const version = { value: 'A', at: '2026-11-23T10:00:00.000Z', sourceType: 'INTEGRATION', sourceId: '4096' };
const record = { current: { tier: 'A' }, history: { tier: [version] }, ownSourceIds: ['4096'] };

describe('what arrived of an interrupted write', () => {
  it('is what the record holds as it was sent', () => {
    expect(arrivedSteps([step, { property: 'town', before: null, after: 'Leeds' }], record)).toEqual([step]);
  });

  it('counts also where it emptied a property', () => {
    const emptied = { ...step, after: '' };

    expect(arrivedSteps([emptied], { ...record, current: { tier: null }, history: {} })).toEqual([emptied]);
  });

  it('is not what a person typed meanwhile, also when it is the same', () => {
    const typed = { ...version, sourceType: 'CRM_UI', sourceId: 'userId:501' };

    expect(arrivedSteps([step], { ...record, history: { tier: [typed] } })).toEqual([]);
  });

  it('is nothing where nothing is open', () => {
    expect(arrivedSteps(undefined, record)).toEqual([]);
  });
});

describe('the changes of the run after it', () => {
  it('go back to what was there before both, and tell whose it was', () => {
    expect(withArrived([change], [{ ...step, replaces: 'others' }])).toEqual([
      { ...change, before: 'B', replaces: 'others' },
    ]);
  });

  it('tell the earlier write of a property that they do not write themselves', () => {
    const told = { ...step, decision: 'write', reason: 'written by a run that was interrupted', written: true };
    const town: PropertyChange = { ...change, property: 'town' };

    expect(withArrived([town, { ...change, written: false }], [step])).toEqual([town, told]);
    expect(withArrived([town, { ...change, decision: 'keep', written: false }], [step])).toEqual([town, told]);
    expect(withArrived([], [step])).toEqual([told]);
  });
});
