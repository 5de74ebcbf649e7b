import { describe, expect, it } from 'vitest';
import { forbidsTask, gatesOf } from '../../../../backend/src/domain/scoring/gates.ts';
import { AS_OF, known, office } from '../builders.ts';

const NO_ICP = { criteria: [] };

function capOf(status: string): number | undefined {
  return gatesOf({ status: known(status) }, NO_ICP, AS_OF)[0]?.cap;
}

describe('gates', () => {
  it.each([
    ['Active', undefined],
    ['Open', undefined],
    ['Active - Proposal to Strike off', 25],
    ['active-proposal-to-strike-off', 25],
    ['Liquidation', 10],
    ['In Administration', 10],
    ['In Administration/Administrative Receiver', 10],
    ['ADMINISTRATION ORDER', 10],
    ['RECEIVERSHIP', 10],
    ['RECEIVER MANAGER / ADMINISTRATIVE RECEIVER', 10],
    ['Live but Receiver Manager on at least one charge', 30],
    ['live-receiver-manager-on-at-least-one-charge', 30],
    ['Voluntary Arrangement', 30],
    ['VOLUNTARY ARRANGEMENT / RECEIVER MANAGER', 10],
    ['insolvency-proceedings', 10],
    ['Converted / Closed', 10],
    ['converted-closed', 10],
    ['dissolved', 10],
    ['removed', 10],
  ])('caps the status %s at %s', (status, cap) => {
    expect(capOf(status)).toBe(cap);
  });

  it('caps dormant companies at 40, by accounts or by SIC code', () => {
    const byCode = { sicCodes: known([{ code: '99999', description: 'Dormant Company' }]) };

    expect(gatesOf({ accountsCategory: known('DORMANT') }, NO_ICP, AS_OF)).toEqual([{ name: 'dormant', cap: 40 }]);
    expect(gatesOf(byCode, NO_ICP, AS_OF)).toEqual([{ name: 'dormant', cap: 40 }]);
  });

  it('caps by the profile: a must that is known to be unmet, a must_not that is hit, nothing that is unknown', () => {
    const facts = { registeredOffice: known(office('LEEDS', 'LS10 2RU')) };
    const gates = (rule: 'must' | 'must_not', values: readonly string[]) =>
      gatesOf(facts, { criteria: [{ field: 'place', rule, values }] }, AS_OF);

    expect(gates('must', ['YO', 'York'])).toEqual([{ name: 'icp_must_place', cap: 40 }]);
    expect(gates('must_not', ['Leeds'])).toEqual([{ name: 'icp_must_not_place', cap: 20 }]);
    expect(gates('must', ['LS', 'York'])).toEqual([]);
    expect(gatesOf({}, { criteria: [{ field: 'place', rule: 'must', values: ['LS'] }] }, AS_OF)).toEqual([]);
  });

  it('forbids a task only where nothing may be pursued', () => {
    const strikeOff = gatesOf({ status: known('Active - Proposal to Strike off') }, NO_ICP, AS_OF);
    const liquidation = gatesOf({ status: known('Liquidation') }, NO_ICP, AS_OF);

    expect(forbidsTask(strikeOff)).toBe(false);
    expect(forbidsTask(liquidation)).toBe(true);
    expect(forbidsTask([])).toBe(false);
  });
});
