import { describe, expect, it } from 'vitest';
import { makeLeavingMarks } from '../../../backend/src/use-cases/bulk/leaving-marks.ts';

const ORGANIZATION = '0b6f2a5e-8f0e-4a51-9a57-5e0d8d7f3c11';
const sentOf = (recordId: string) => ({
  organizationId: ORGANIZATION,
  objectType: 'contacts' as const,
  recordId,
  purpose: 'task' as const,
  holder: `holder of ${recordId}`,
  enrichmentId: '6f1b0c52-16f4-4b43-9bd5-0d3d0a3c2f10',
  way: 'plain' as const,
  details: {},
});

describe('marks of creates that wait for their place', () => {
  /** A store that holds all intents but these. */
  const setUp = (lost: readonly string[] = []) => {
    const marked: string[][] = [];
    const marks = makeLeavingMarks(
      {
        markAllSent: async (_organizationId, sent) => {
          marked.push(sent.map(({ recordId }) => recordId));
          return sent.map(({ recordId }) => !lost.includes(recordId));
        },
      },
      ORGANIZATION,
    );
    for (const recordId of ['1', '2', '3']) marks.defer(sentOf(recordId));
    return { marks, marked };
  };

  it('are made when a batch leaves, for what is in it', async () => {
    const { marks, marked } = setUp();
    const before = [...marked];

    await marks.mark(['task:contacts:1', 'task:contacts:3']);

    expect([before, marked]).toEqual([[], [['1', '3']]]);
  });

  it('keep a batch back when another process has taken one of it over', async () => {
    const { marks } = setUp(['2']);

    await expect(marks.mark(['task:contacts:1', 'task:contacts:2'])).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
  });
});
