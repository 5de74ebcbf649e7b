import { describe, expect, it } from 'vitest';
import { attributeCalls, type SeenCall } from '../../../bench/attribute-calls.ts';

const call = (subject: string, kind: SeenCall['kind'], fromMs: number, toMs: number): SeenCall => ({
  subject,
  kind,
  during: { fromMs, toMs },
});
const request = (fromMs: number, toMs: number, ...subjects: string[]) => ({ observed: { fromMs, toMs }, subjects });

describe('attributeCalls', () => {
  it('gives each of two requests about one record its own calls', () => {
    const cold = request(0, 250, 'contact', 'company');
    const again = request(251, 350, 'contact', 'company');
    const { attributed, strays } = attributeCalls(
      [cold, again],
      [
        call('contact', 'read', 3, 93),
        call('company', 'read', 95, 110),
        call('contact', 'write', 112, 242),
        call('contact', 'read', 255, 345),
      ],
    );
    expect(strays).toEqual([]);
    expect(attributed).toEqual([
      { request: cold, ownMs: 15, reads: 2, readsInSequence: 2, writes: 1, writesInSequence: 1, modelCalls: 0 },
      { request: again, ownMs: 9, reads: 1, readsInSequence: 1, writes: 0, writesInSequence: 0, modelCalls: 0 },
    ]);
  });

  it('keeps records apart that are enriched at once', () => {
    const requests = [request(0, 100, 'a'), request(0, 100, 'b')];
    const { attributed } = attributeCalls(requests, [call('b', 'read', 10, 90), call('a', 'model', 20, 30)]);
    expect(attributed.map(({ ownMs, modelCalls }) => [ownMs, modelCalls])).toEqual([
      [90, 1],
      [20, 0],
    ]);
  });

  it('names calls that belong to no request: of another record, or at another time', () => {
    const late = call('a', 'write', 90, 130);
    const foreign = call('c', 'read', 10, 20);
    const { attributed, strays } = attributeCalls([request(0, 100, 'a')], [late, foreign]);
    expect(strays).toEqual([late, foreign]);
    expect(attributed[0]?.ownMs).toBe(100);
  });
});
