import { z } from 'zod';

/** Request bodies of the object API, with the members HubSpot's OpenAPI documents require. */
const properties = z.record(z.string(), z.string());
const associations = z.array(
  z.object({
    to: z.object({ id: z.string() }),
    types: z.array(z.object({ associationCategory: z.string(), associationTypeId: z.number().int() })),
  }),
);
const objectWriteTraceId = z.string().optional();

export const updateSchema = z.object({ properties });
export const createSchema = z.object({ properties, associations });
export type CreateInput = z.infer<typeof createSchema>;

export const batchReadSchema = z.object({
  idProperty: z.string().optional(),
  properties: z.array(z.string()),
  propertiesWithHistory: z.array(z.string()),
  inputs: z.array(z.object({ id: z.string() })),
});
export const batchIdsSchema = z.object({ inputs: z.array(z.object({ id: z.string() })) });
export const batchUpdateSchema = z.object({
  inputs: z.array(z.object({ id: z.string(), idProperty: z.string().optional(), properties, objectWriteTraceId })),
});
export const batchCreateSchema = z.object({ inputs: z.array(createSchema.extend({ objectWriteTraceId })) });
export const batchUpsertSchema = z.object({
  inputs: z.array(z.object({ id: z.string(), idProperty: z.string().optional(), properties, objectWriteTraceId })),
});
export const mergeSchema = z.object({ primaryObjectId: z.string(), objectIdToMerge: z.string() });
export const gdprDeleteSchema = z.object({ objectId: z.string(), idProperty: z.string().optional() });

export const searchSchema = z.object({
  query: z.string().optional(),
  filterGroups: z.array(
    z.object({
      filters: z.array(
        z.object({
          propertyName: z.string(),
          operator: z.enum([
            'BETWEEN',
            'CONTAINS_TOKEN',
            'EQ',
            'GT',
            'GTE',
            'HAS_PROPERTY',
            'IN',
            'LT',
            'LTE',
            'NEQ',
            'NOT_CONTAINS_TOKEN',
            'NOT_HAS_PROPERTY',
            'NOT_IN',
          ]),
          value: z.string().optional(),
          highValue: z.string().optional(),
          values: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
  properties: z.array(z.string()),
  sorts: z.array(z.string()),
  limit: z.number().int(),
  after: z.string(),
});
export type SearchRequest = z.infer<typeof searchSchema>;
export type SearchFilter = SearchRequest['filterGroups'][number]['filters'][number];
