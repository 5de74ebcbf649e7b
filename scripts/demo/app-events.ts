import { z } from 'zod';
import type { EditionBuild } from '../hubspot/build-edition.ts';

/** What HubSpot itself does with the app: send webhooks, run workflow actions. */
export interface AppEvents {
  readonly webhooks?: z.output<typeof webhooksSchema>;
  readonly workflowActions: readonly {
    readonly name: string;
    readonly actionUrl: string;
    readonly objectTypes: readonly string[];
    readonly properties: readonly string[];
  }[];
}

const subscription = z.object({
  subscriptionType: z.string(),
  objectType: z.string().exactOptional(),
  propertyName: z.string().exactOptional(),
  active: z.boolean(),
});
const webhooksSchema = z
  .object({
    settings: z.object({ targetUrl: z.string() }),
    subscriptions: z.record(z.string(), z.array(subscription)),
  })
  .transform(({ settings, subscriptions }) => ({
    targetUrl: settings.targetUrl,
    subscriptions: Object.values(subscriptions).flat(),
  }));
const actionSchema = z.object({
  actionUrl: z.string(),
  objectTypes: z.array(z.string()),
  objectRequestOptions: z.object({ properties: z.array(z.string()) }),
  labels: z.object({ en: z.object({ actionName: z.string() }) }),
});

/** Reads both from the metadata of the project's components. */
export function readAppEvents(components: EditionBuild['components']): AppEvents {
  const webhooks = components.find(({ type }) => type === 'webhooks');
  const actions = components.filter(({ type }) => type === 'workflow-action');
  return {
    ...(webhooks ? { webhooks: webhooksSchema.parse(webhooks.config) } : {}),
    workflowActions: actions.map(({ config }) => {
      const { actionUrl, objectTypes, objectRequestOptions, labels } = actionSchema.parse(config);
      return { name: labels.en.actionName, actionUrl, objectTypes, properties: objectRequestOptions.properties };
    }),
  };
}
