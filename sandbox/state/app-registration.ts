import { z } from 'zod';

/** What a developer has registered with HubSpot for the app: the parts of its metadata that HubSpot acts on. */
const subscriptionSchema = z.object({
  subscriptionType: z.string(),
  objectType: z.string().optional(),
  propertyName: z.string().optional(),
  active: z.boolean().default(true),
});

export const appRegistrationSchema = z.object({
  appId: z.number().int(),
  name: z.string(),
  /** `static`: a private app, which has a token of each account and no consent. */
  auth: z.enum(['oauth', 'static']).default('oauth'),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  redirectUrls: z.array(z.string()),
  /** Where an installation begins; the record page links there from a portal without the app. */
  installUrl: z.string().optional(),
  requiredScopes: z.array(z.string()),
  conditionallyRequiredScopes: z.array(z.string()).default([]),
  optionalScopes: z.array(z.string()).default([]),
  permittedUrls: z.object({ fetch: z.array(z.string()) }).default({ fetch: [] }),
  variables: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  /** What the record page offers to run, as a workflow would. */
  workflowActions: z
    .array(
      z.object({
        name: z.string(),
        actionUrl: z.string(),
        objectTypes: z.array(z.string()),
        properties: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  webhooks: z.object({ targetUrl: z.string(), subscriptions: z.array(subscriptionSchema) }).optional(),
});

export type AppRegistration = z.infer<typeof appRegistrationSchema>;
export type AppRegistrationInput = z.input<typeof appRegistrationSchema>;
export type WebhookSubscription = z.infer<typeof subscriptionSchema>;
