import { expect, it } from 'vitest';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import { MAPPING_SOURCES, OBJECT_TYPE_IDS } from '../../../backend/src/domain/portal/settings.ts';
import { mappingSourceSchema, objectTypeSchema, settingsSchema } from '../../../hubspot-project/contract/index.ts';

/** The wire contract and the domain state these lists apart, because neither may import the other. */
it('maps the same sources on the wire and in the domain', () => {
  expect(mappingSourceSchema.options).toEqual(MAPPING_SOURCES);
});

it('reads every type id as the object type that the domain names', () => {
  const read = Object.entries(OBJECT_TYPE_IDS).map(([name, id]) => [name, objectTypeSchema.parse(id)]);

  expect(read).toEqual(Object.keys(OBJECT_TYPE_IDS).map((name) => [name, name]));
});

it('takes the default settings of the domain as they are, none of them lost or changed', () => {
  const settings = defaultPortalSettings();

  expect(settingsSchema.parse(settings)).toEqual(settings);
});
