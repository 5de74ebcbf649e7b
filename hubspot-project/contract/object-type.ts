import { z } from 'zod';

const TYPE_IDS = { '0-1': 'contacts', '0-2': 'companies', '0-3': 'deals' } as const;

/** `contacts`, `companies` or `deals`; HubSpot's type ids `0-1`, `0-2`, `0-3` are read as those. */
export const objectTypeSchema = z.preprocess(
  (value) => (value === '0-1' || value === '0-2' || value === '0-3' ? TYPE_IDS[value] : value),
  z.enum(['contacts', 'companies', 'deals'], { error: 'must be contacts, companies or deals (or 0-1, 0-2, 0-3)' }),
);

/** One of the three object types, in HubSpot's words. */
export type ObjectTypeName = 'contacts' | 'companies' | 'deals';

/** A HubSpot record id: digits. Numbers are read as their digits. */
export const objectIdSchema = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z.string().regex(/^\d{1,20}$/, 'must be a HubSpot record id (digits)'),
);
