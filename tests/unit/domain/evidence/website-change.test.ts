import { describe, expect, it } from 'vitest';
import {
  noteVisit,
  type WebsiteReading,
  type WebsiteSubstance,
} from '../../../../backend/src/domain/evidence/website-change.ts';

const substance = (members: Partial<WebsiteSubstance> = {}): WebsiteSubstance => ({
  title: 'Kestrel Loom | Looms since 1987',
  description: '42 looms in stock',
  organisation: 'Kestrel Loom Software Ltd',
  headings: ['Looms', 'Software', 'News of 3 March 2026'],
  ...members,
});
const RENAMED = substance({ title: 'Kestrel Loom | Software for museums' });
const BEFORE: WebsiteReading = { substance: substance(), readOn: '2026-11-01', change: null };
const VISIT = '2026-11-20T10:00:00.000Z';
const visit = (after: WebsiteSubstance, stated: readonly string[] = [], before = BEFORE, at = VISIT) =>
  noteVisit(before, after, stated, at);

describe('a change of a website', () => {
  it('is dated by the page, and remembered with what is new', () => {
    expect(visit(RENAMED, ['2026-11-12T09:30:00Z'])).toEqual({
      substance: RENAMED,
      readOn: '2026-11-20',
      change: { occurredOn: '2026-11-12', what: 'title now "Kestrel Loom | Software for museums"' },
    });
  });

  it.each([
    ['no day', []],
    ['no day that is one', ['soon']],
    ['a day before the earlier visit', ['2026-10-31']],
    ['the day of this visit', ['2026-11-20']],
    ['the moment of this visit', ['Fri, 20 Nov 2026 09:59:58 GMT']],
    ['a day to come', ['2026-12-24']],
  ])('is no signal when the page states %s', (_, stated) => {
    expect(visit(RENAMED, stated)).toEqual(BEFORE);
  });

  it('is never dated by the moment of the visit, also around midnight', () => {
    const atMidnight = '2026-11-20T00:02:00.000Z';

    expect(visit(RENAMED, ['2026-11-19T23:59:00Z'], BEFORE, atMidnight)).toEqual(BEFORE);
  });

  it('takes the first statement that can be true', () => {
    expect(visit(RENAMED, ['2019-01-01', 'Tue, 10 Nov 2026 08:00:00 GMT']).change?.occurredOn).toBe('2026-11-10');
  });

  it('is found later when the page gives its day later', () => {
    const undated = visit(RENAMED);

    expect(visit(RENAMED, ['2026-11-12'], undated, '2026-11-25T10:00:00.000Z').change?.occurredOn).toBe('2026-11-12');
  });

  it.each([
    ['numbers', { description: '57 looms in stock' }],
    ['days and years', { headings: ['Looms', 'Software', 'News of 12 November 2027'] }],
    ['signs and case', { title: 'KESTREL LOOM – Looms since 1987!' }],
    ['the order of headings', { headings: ['News of 3 March 2026', 'Software', 'Looms'] }],
  ])('is not seen in %s', (_, members) => {
    const after = substance(members);

    expect(visit(after, ['2026-11-12'])).toEqual({ substance: after, readOn: '2026-11-20', change: null });
  });

  it.each([
    ['the description', { description: 'Software for museums' }, 'description now'],
    ['the organisation', { organisation: 'Kestrel Group plc' }, 'organisation now'],
    ['most headings', { headings: ['Looms', 'Museums', 'Archives'] }, 'new headings "Museums", "Archives"'],
    ['headings that went', { headings: ['Looms'] }, 'headings taken away'],
  ])('is seen in %s', (_, members, what) => {
    expect(visit(substance(members), ['2026-11-12']).change?.what).toContain(what);
  });

  it('one heading of many is no substance', () => {
    const many = Array.from({ length: 6 }, (_, index) => `Heading ${'abcdef'[index]}`);
    const before = { ...BEFORE, substance: substance({ headings: many }) };
    const after = substance({ headings: [...many.slice(1), 'Latest'] });

    expect(visit(after, ['2026-11-12'], before).change).toBeNull();
  });

  it('stays known while the page stays as it is', () => {
    const changed = visit(RENAMED, ['2026-11-12']);
    const later = visit(RENAMED, [], changed, '2026-12-20T10:00:00.000Z');

    expect(later).toEqual({ ...changed, readOn: '2026-12-20' });
  });

  it('needs an earlier visit', () => {
    expect(noteVisit(undefined, RENAMED, ['2026-11-12'], VISIT)).toEqual({
      substance: RENAMED,
      readOn: '2026-11-20',
      change: null,
    });
  });
});
