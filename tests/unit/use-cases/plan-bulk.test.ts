import { describe, expect, it } from 'vitest';
import { makeBulkPlanning } from '../../../backend/src/use-cases/bulk/plan-bulk.ts';

type Input = Parameters<typeof makeBulkPlanning>;

/** The pages of a list by their cursors; those in `failing` fail the first time. */
function setUp(pages: Record<string, readonly string[]>, failing: readonly string[] = []) {
  const names = Object.keys(pages);
  const open = new Set(failing);
  const added: { objectIds: readonly string[]; cursor: string | null; isLast: boolean }[] = [];
  const listMembers = async (_session: unknown, _list: string, cursor: string | null) => {
    const name = cursor ?? names[0] ?? '';
    if (open.delete(name)) throw new Error('HubSpot is away');
    return { objectIds: pages[name] ?? [], next: names[names.indexOf(name) + 1] ?? null };
  };
  const addPage = async ({ objectIds, cursor, isLast }: (typeof added)[number]) =>
    void added.push({ objectIds, cursor, isLast });
  const outcomes = { enriched: 0, unchanged: 0, needsReview: 0, noMatch: 0, insufficientData: 0, failed: 0 };
  const leased = { run: { listId: '7', total: 100, outcomes }, planned: 0, isPlanned: false, cursor: null };
  const input = [{ bulk: { addPage }, crm: { listMembers } }, {}, leased, {}];
  return { planning: makeBulkPlanning(...(input as unknown as Input)), added };
}

describe('planning ahead', () => {
  it('stores the pages that a step needs together, each record once', async () => {
    const { planning, added } = setUp({ first: ['1', '2'], second: ['2', '3'], third: ['4'] });

    await planning.planAhead(3);

    expect(added).toEqual([{ objectIds: ['1', '2', '3'], cursor: 'third', isLast: false }]);
  });

  it('reads the same pages again after one of them could not be read', async () => {
    const { planning, added } = setUp({ first: ['1', '2'], second: ['3'] }, ['second']);
    await expect(planning.planAhead(3)).rejects.toThrow('HubSpot is away');

    await planning.planAhead(3);

    expect(added).toEqual([{ objectIds: ['1', '2', '3'], cursor: null, isLast: true }]);
    expect(planning.isPlanned()).toBe(true);
  });

  it('asks for nothing when all is planned, or enough', async () => {
    const { planning, added } = setUp({ first: ['1', '2'], second: ['3'] });
    await planning.planAhead(2);
    await planning.planAhead(2);
    planning.noteTaken(['1', '2']);
    await planning.planAhead(5);
    await planning.planAhead(5);

    expect(added.map(({ objectIds }) => objectIds)).toEqual([['1', '2'], ['3']]);
  });
});
