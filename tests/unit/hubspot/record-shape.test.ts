import { describe, expect, it } from 'vitest';
import { toCrmRecord, wireRecord } from '../../../backend/src/adapters/hubspot/record-shape.ts';

const read = (wire: object) => toCrmRecord('contacts', wireRecord.parse({ id: '1', properties: {}, ...wire }));

describe('a record of HubSpot', () => {
  it('puts the primary company first and names each once', () => {
    const results = [
      { id: '20', type: 'contact_to_company_unlabeled' },
      { id: '30', type: 'billing_contact' },
      { id: '10', type: 'contact_to_company_unlabeled' },
      { id: '10', type: 'contact_to_company' },
    ];
    expect(read({ associations: { companies: { results } } }).associations).toEqual({ companies: ['10', '20', '30'] });
  });

  it('leaves out associations of other kinds and of none', () => {
    const results = [{ id: '1', type: 'contact_to_ticket' }];
    expect(read({ associations: { tickets: { results } } }).associations).toEqual({});
    expect(read({}).associations).toEqual({});
  });

  it('keeps the newest entry of a history, whatever came first', () => {
    const at = (timestamp: string, value: string) => ({ timestamp, value, sourceType: 'API' });
    const city = [
      at('2026-01-01T00:00:00Z', 'Leeds'),
      at('2026-03-01T00:00:00.5Z', 'York'),
      at('2026-02-01T00:00:00Z', 'Hull'),
    ];
    const { history } = read({ propertiesWithHistory: { city } });
    expect(history.city).toEqual([
      { value: 'York', at: '2026-03-01T00:00:00.500Z', sourceType: 'API', sourceId: null, userId: null },
    ]);
    expect(read({ propertiesWithHistory: { city: [] } }).history.city).toEqual([]);
  });

  it('carries the surviving id of a merged record', () => {
    expect(read({ id: '99' }).id).toBe('99');
  });

  it('drops what PostgreSQL cannot keep', () => {
    expect(read({ properties: { name: 'Delta\0 Widgets \ud83d' } }).properties.name).toBe('Delta Widgets \ufffd');
  });

  it('reads numbers and booleans as the text that is documented', () => {
    const companies = { results: [{ id: 10, type: 'contact_to_company' }] };
    const record = read({ id: 7, properties: { pages: 3, is_public: true, city: null }, associations: { companies } });

    expect(record).toMatchObject({ id: '7', properties: { pages: '3', is_public: 'true', city: null } });
    expect(record.associations).toEqual({ companies: ['10'] });
  });

  it('reads a history whose times are Unix milliseconds and whose users are text', () => {
    const city = [
      { value: null, timestamp: 1_700_000_000_000, sourceType: null },
      { value: 'York', timestamp: '2026-03-01T00:00:00Z', sourceType: 'CRM_UI', updatedByUserId: '7' },
    ];
    const { history } = read({ propertiesWithHistory: { city } });
    const { history: older } = read({ propertiesWithHistory: { city: city.slice(0, 1) } });

    expect(history.city?.map(({ at, userId }) => [at, userId])).toEqual([['2026-03-01T00:00:00.000Z', 7]]);
    expect(older.city?.map(({ at, userId }) => [at, userId])).toEqual([['2023-11-14T22:13:20.000Z', null]]);
    const timeless = { propertiesWithHistory: { city: [{ value: 'York', timestamp: 'yesterday' }] } };
    expect(() => read(timeless)).toThrow('expected a time');
  });

  it.each([
    ['a value that is no text', { city: { name: 'Leeds' } }],
    ['a value that is missing', { city: undefined }],
    ['a list of values', ['Leeds']],
    ['no values', null],
  ])('does not take %s for properties', (_, properties) => {
    expect(wireRecord.safeParse({ id: '1', properties }).success).toBe(false);
  });
});
