/** The files of a HubSpot project, as far as our build and checks read them. */
import { z } from 'zod';

/** `hsproject.json`. */
export const projectConfigSchema = z.looseObject({ name: z.string(), srcDir: z.string(), platformVersion: z.string() });

const variableSchema = z.union([z.string(), z.number(), z.boolean()]);

/** `hsprofile.<name>.json`; its variables stand as `${NAME}` in metadata and reach cards as `context.variables`. */
export const profileSchema = z.object({ accountId: z.number(), variables: z.record(z.string(), variableSchema) });

/** One `*-hsmeta.json`. */
export const componentSchema = z.looseObject({
  uid: z.string(),
  type: z.string(),
  config: z.record(z.string(), z.unknown()).default({}),
});

/** The `config` of the one component of type `app`. */
export const appConfigSchema = z.looseObject({
  name: z.string(),
  distribution: z.string(),
  auth: z.looseObject({
    type: z.string(),
    redirectUrls: z.array(z.string()).default([]),
    requiredScopes: z.array(z.string()),
    conditionallyRequiredScopes: z.array(z.string()).default([]),
    optionalScopes: z.array(z.string()).default([]),
  }),
  permittedUrls: z.looseObject({ fetch: z.array(z.string()) }).default({ fetch: [] }),
});

/** The `config` of a component that shows something: card, settings, page, bulk action. */
export const extensionConfigSchema = z.looseObject({
  entrypoint: z.string(),
  name: z.string().optional(),
  /** What a bulk action has in place of a name. */
  label: z.string().optional(),
  location: z.string().optional(),
  objectTypes: z.array(z.string()).default([]),
});

/** Values of profile variables by name. */
export type ProfileVariables = Readonly<Record<string, z.infer<typeof variableSchema>>>;
/** One component and the file that declares it, relative to the source folder. */
export type ProjectComponent = z.infer<typeof componentSchema> & { readonly file: string };
/** What HubSpot knows of the app itself. */
export type AppConfig = z.infer<typeof appConfigSchema>;
