import { describe, expect, it } from 'vitest';
import { coveredMs, type Interval, ownTimeMs, stagesInSequence } from '../../../bench/own-time.ts';

const span = (fromMs: number, toMs: number): Interval => ({ fromMs, toMs });

describe('own time', () => {
  it('is all of a request that waited for nobody', () => {
    expect(ownTimeMs(span(10, 17), [])).toBe(7);
  });

  it('leaves out every call that was waited for, one after the other', () => {
    expect(ownTimeMs(span(0, 300), [span(2, 92), span(95, 225)])).toBe(80);
  });

  it('leaves out calls at once only once, in whatever order they are told', () => {
    expect(ownTimeMs(span(0, 100), [span(30, 90), span(10, 60), span(20, 40)])).toBe(20);
  });

  it('does not leave out what another wait contains', () => {
    expect(coveredMs(span(0, 100), [span(10, 90), span(20, 30), span(80, 95)])).toBe(85);
  });

  it('counts no time of a call outside the request', () => {
    expect(ownTimeMs(span(100, 200), [span(0, 90), span(50, 110), span(190, 260), span(300, 400)])).toBe(80);
  });
});

describe('stages in sequence', () => {
  it('are none without a call', () => {
    expect(stagesInSequence([])).toBe(0);
  });

  it('count calls that follow each other', () => {
    expect(stagesInSequence([span(0, 90), span(90, 180), span(181, 300)])).toBe(3);
  });

  it('count calls at once as one', () => {
    expect(stagesInSequence([span(0, 130), span(1, 131), span(2, 129)])).toBe(1);
  });

  it('do not merge two calls because a long one overlaps both', () => {
    expect(stagesInSequence([span(0, 300), span(10, 90), span(100, 200)])).toBe(2);
  });
});
