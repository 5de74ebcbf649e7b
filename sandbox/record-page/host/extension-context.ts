import type { CrmRecord, Extension, Extensions, Portal, User } from '../app/control-shapes.ts';
import { type ObjectType, objectTypes } from '../app/object-types.ts';
import type { ExtensionContext, ExtensionLocation } from '../protocol.ts';

/** What an extension is shown beside: a record, a selection in the list, or nothing. */
export type ExtensionTarget =
  | { readonly kind: 'record'; readonly record: CrmRecord }
  | { readonly kind: 'selection'; readonly objectType: ObjectType; readonly objectIds: readonly string[] }
  | { readonly kind: 'app' };

export function locationOf(extension: Extension): ExtensionLocation {
  if (extension.type === 'settings') return 'settings';
  if (extension.type === 'page') return 'pages';
  if (extension.type === 'crm-bulk-action') return 'crm.bulkActions';
  return extension.location === 'crm.record.sidebar' ? 'crm.record.sidebar' : 'crm.record.tab';
}

type Parts = {
  readonly portal: Portal;
  readonly user: User | undefined;
  readonly app: Extensions['app'];
  readonly extension: Extension;
  readonly target: ExtensionTarget;
};

/** Builds what `useExtensionContext()` answers, as HubSpot documents it. */
export function buildExtensionContext({ portal, user, app, extension, target }: Parts): ExtensionContext {
  return {
    location: locationOf(extension),
    user: {
      id: user?.id ?? 0,
      email: user?.email ?? '',
      emails: user ? [user.email] : [],
      firstName: user?.firstName ?? '',
      lastName: user?.lastName ?? '',
      roles: [],
      teams: [],
      permissions: user?.superAdmin ? ['integrations-management-write'] : [],
      locale: 'en-gb',
      language: 'en',
    },
    portal: { id: portal.id, timezone: portal.timeZone, dataHostingLocation: 'eu1' },
    variables: app.variables,
    extension: { appId: app.appId, appName: app.name, cardTitle: extension.name },
    ...crmOf(target),
  };
}

function crmOf(target: ExtensionTarget): Pick<ExtensionContext, 'crm'> {
  switch (target.kind) {
    case 'record':
      return { crm: { objectId: Number(target.record.id), objectTypeId: target.record.objectTypeId } };
    case 'selection':
      return {
        crm: { objectIds: target.objectIds.map(Number), objectTypeId: objectTypes[target.objectType].typeId },
      };
    case 'app':
      return {};
  }
}
