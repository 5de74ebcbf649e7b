import type { ObjectType } from '../portal/settings.ts';
import type { AutomationPurpose } from './automation.ts';

/** What automation needs HubSpot's permission for; tasks go with the scopes of contacts (HubSpot's OpenAPI document). */
export function neededScopes(purpose: AutomationPurpose, objectType: ObjectType): readonly string[] {
  switch (purpose) {
    case 'task':
      return ['crm.objects.contacts.read', 'crm.objects.contacts.write', `crm.objects.${objectType}.write`];
    case 'deal':
      return ['crm.objects.deals.read', 'crm.objects.deals.write', `crm.objects.${objectType}.write`];
    case 'owner':
      return [`crm.objects.${objectType}.write`];
  }
}
