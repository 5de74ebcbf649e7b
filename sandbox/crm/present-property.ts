import type { Portal } from '../state/portal.ts';
import type { PropertyDefinition, PropertyGroup, PropertyOption } from '../state/property-definition.ts';

/** Shows a property definition as HubSpot's API does. */
export function presentProperty(portal: Portal, definition: PropertyDefinition): Record<string, unknown> {
  const iso = (epochMs: number): string => new Date(epochMs).toISOString();
  return {
    name: definition.name,
    label: definition.label,
    type: definition.type,
    fieldType: definition.fieldType,
    groupName: definition.groupName,
    description: definition.description,
    // Owners are looked up elsewhere; HubSpot shows no options for them.
    options: definition.optionsFrom === 'owners' ? [] : listOptions(portal, definition),
    displayOrder: definition.displayOrder,
    hasUniqueValue: definition.hasUniqueValue,
    hidden: definition.hidden,
    formField: definition.formField,
    calculated: false,
    externalOptions: definition.optionsFrom !== undefined,
    ...(definition.optionsFrom === 'owners' ? { referencedObjectType: 'OWNER' } : {}),
    hubspotDefined: definition.hubspotDefined,
    dataSensitivity: 'non_sensitive',
    archived: definition.archivedAtMs !== undefined,
    ...(definition.archivedAtMs === undefined ? {} : { archivedAt: iso(definition.archivedAtMs) }),
    createdAt: iso(definition.createdAtMs),
    updatedAt: iso(definition.updatedAtMs),
    modificationMetadata: {
      archivable: !definition.hubspotDefined,
      readOnlyDefinition: definition.hubspotDefined,
      readOnlyOptions: definition.hubspotDefined,
      readOnlyValue: definition.readOnlyValue,
    },
  };
}

export function presentGroup(group: PropertyGroup): Record<string, unknown> {
  return { name: group.name, label: group.label, displayOrder: group.displayOrder, archived: group.archived };
}

/** The options a person would see, wherever they come from. */
export function listOptions(portal: Portal, definition: PropertyDefinition): PropertyOption[] {
  const toOption = (value: string, label: string, displayOrder: number): PropertyOption => ({
    value,
    label,
    displayOrder,
    hidden: false,
  });
  switch (definition.optionsFrom) {
    case 'owners':
      return portal.owners
        .filter((owner) => !owner.archived)
        .map((owner, index) => toOption(owner.id, `${owner.firstName} ${owner.lastName}`, index));
    case 'pipelines':
      return portal.pipelines.map((pipeline, index) => toOption(pipeline.id, pipeline.label, index));
    case 'stages':
      return portal.pipelines
        .flatMap((pipeline) => pipeline.stages)
        .map((stage, index) => toOption(stage.id, stage.label, index));
    case undefined:
      return [...definition.options];
  }
}
