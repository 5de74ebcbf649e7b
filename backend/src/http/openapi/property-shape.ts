import { z } from 'zod';

/** A property of the account, as a mapping chooses it. */
export const propertyShape = z
  .looseObject({
    name: z.string(),
    label: z.string(),
    type: z.string(),
    fieldType: z.string(),
    options: z.array(z.object({ value: z.string(), label: z.string() })),
    readOnly: z.boolean(),
  })
  .meta({ id: 'Property' });
