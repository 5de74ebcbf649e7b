import { describe, expect, it } from 'vitest';
import { decideSyncedValues, hashOfValue } from '../../../../backend/src/domain/sync/decide-synced-values.ts';

const AT = '2026-11-23T09:00:00.000Z';
const by = (value: string, sourceType: string, sourceId: string | null = null) => [
  { value, at: AT, sourceType, sourceId },
];
const decide = (members: Partial<Parameters<typeof decideSyncedValues>[0]>) =>
  decideSyncedValues({
    values: { phone: 'new' },
    current: {},
    history: {},
    syncedHashes: {},
    ownSourceIds: ['4096'],
    ...members,
  });

describe('what a sync writes over a record', () => {
  it('fills what is empty', () => {
    expect(decide({ current: { phone: null } })).toEqual({ write: { phone: 'new' }, kept: [] });
  });

  it('replaces what a sync wrote, known by the app or by the hash of the value', () => {
    const current = { phone: 'old' };

    expect(decide({ current, history: { phone: by('old', 'INTEGRATION', '4096') } }).write).toEqual({ phone: 'new' });
    expect(decide({ current, syncedHashes: { phone: hashOfValue('phone', 'old') } }).write).toEqual({ phone: 'new' });
  });

  it('keeps what a person typed over what a sync wrote', () => {
    const decided = decide({
      current: { phone: 'typed' },
      history: { phone: by('typed', 'CRM_UI') },
      syncedHashes: { phone: hashOfValue('phone', 'old') },
    });

    expect(decided).toEqual({ write: {}, kept: ['phone'] });
  });

  it('keeps empty what a person cleared', () => {
    const decided = decide({
      current: { phone: null },
      history: { phone: by('', 'CRM_UI') },
      syncedHashes: { phone: hashOfValue('phone', 'old') },
    });

    expect(decided).toEqual({ write: {}, kept: ['phone'] });
  });

  it('clears its own value with an empty text, and nobody else’s', () => {
    const values = { phone: '' };

    expect(
      decide({ values, current: { phone: 'old' }, history: { phone: by('old', 'INTEGRATION', '4096') } }).write,
    ).toEqual({
      phone: '',
    });
    expect(decide({ values, current: { phone: 'old' }, history: { phone: by('old', 'IMPORT') } })).toEqual({
      write: {},
      kept: ['phone'],
    });
  });

  it('writes nothing that is there already', () => {
    expect(decide({ values: { numberofemployees: '0' }, current: { numberofemployees: '0.0' } })).toEqual({
      write: {},
      kept: [],
    });
  });
});
