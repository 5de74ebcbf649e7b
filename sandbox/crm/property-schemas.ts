import { z } from 'zod';
import { PROPERTY_TYPES } from '../state/property-definition.ts';

/** Request bodies of the property API. */
export const FIELD_TYPES = [
  'booleancheckbox',
  'calculation_equation',
  'checkbox',
  'date',
  'file',
  'html',
  'number',
  'phonenumber',
  'radio',
  'select',
  'text',
  'textarea',
] as const;

const optionSchema = z.object({
  label: z.string(),
  value: z.string(),
  displayOrder: z.number().int(),
  hidden: z.boolean(),
  description: z.string().optional(),
});

export const propertyCreateSchema = z.object({
  name: z.string().min(1).max(100),
  label: z.string().min(1),
  type: z.enum(PROPERTY_TYPES),
  fieldType: z.enum(FIELD_TYPES),
  groupName: z.string(),
  description: z.string().default(''),
  options: z.array(optionSchema).default([]),
  displayOrder: z.number().int().default(-1),
  hasUniqueValue: z.boolean().default(false),
  hidden: z.boolean().default(false),
  formField: z.boolean().default(false),
});
export type PropertyCreate = z.infer<typeof propertyCreateSchema>;

export const propertyUpdateSchema = z.object({
  label: z.string().optional(),
  type: z.enum(PROPERTY_TYPES).optional(),
  fieldType: z.enum(FIELD_TYPES).optional(),
  groupName: z.string().optional(),
  description: z.string().optional(),
  options: z.array(optionSchema).optional(),
  displayOrder: z.number().int().optional(),
  hidden: z.boolean().optional(),
  formField: z.boolean().optional(),
});

export const propertyBatchCreateSchema = z.object({ inputs: z.array(propertyCreateSchema) });
export const propertyBatchNamesSchema = z.object({ inputs: z.array(z.object({ name: z.string() })) });
export const propertyBatchReadSchema = propertyBatchNamesSchema.extend({
  archived: z.boolean(),
  dataSensitivity: z.enum(['highly_sensitive', 'non_sensitive', 'sensitive']),
});
export const groupCreateSchema = z.object({
  name: z.string().min(1),
  label: z.string().min(1),
  displayOrder: z.number().int().default(-1),
});
export const groupUpdateSchema = z.object({ label: z.string().optional(), displayOrder: z.number().int().optional() });
