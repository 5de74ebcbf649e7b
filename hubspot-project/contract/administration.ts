import { z } from 'zod';
import { type mappingSourceSchema, settingsSchema } from './settings.ts';

/** Answer of `GET` and `PUT /api/hubspot/settings`. */
export const settingsAnswerSchema = z.looseObject({
  settings: settingsSchema,
  /** Whether the caller may change them; `reason` says why not. */
  access: z.looseObject({ isAdmin: z.boolean(), reason: z.string().nullable() }),
});

/** Answer of `GET /api/hubspot/properties/{objectType}`. */
export const propertiesAnswerSchema = z.looseObject({
  properties: z.array(
    z.looseObject({
      name: z.string(),
      label: z.string(),
      type: z.string(),
      readOnly: z.boolean(),
    }),
  ),
});

/** One wrong member of settings: its dotted path and what to do about it. */
export const fieldProblemsSchema = z.looseObject({
  fields: z.array(z.looseObject({ field: z.string(), message: z.string() })),
});

/** Answer of `DELETE /api/hubspot/installation`: what was done, for the admin's files. */
export const receiptAnswerSchema = z.looseObject({
  receipt: z.looseObject({
    portalId: z.number(),
    disconnectedAt: z.string(),
    uninstalled: z.boolean(),
    tokensRevoked: z.boolean(),
    keyDestroyed: z.boolean(),
    removedProperties: z.record(z.string(), z.array(z.string())),
    problems: z.array(z.string()),
  }),
});

/** Settings and whether they may be changed. */
export type SettingsAnswer = z.infer<typeof settingsAnswerSchema>;
/** The portal's properties. */
export type PropertiesAnswer = z.infer<typeof propertiesAnswerSchema>;
/** Something to correct. */
export type FieldProblemWire = z.infer<typeof fieldProblemsSchema>['fields'][number];
/** What a disconnect did. */
export type ReceiptAnswer = z.infer<typeof receiptAnswerSchema>;
/** What a mapping can read from a result. */
export type MappingSourceName = z.infer<typeof mappingSourceSchema>;
