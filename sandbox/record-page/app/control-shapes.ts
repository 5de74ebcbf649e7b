/** The shapes of the sandbox's control API, parsed once here; everything behind works with these types. */
import { z } from 'zod';

const id = z.union([z.string(), z.number()]).transform(String);
const values = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]).optional())
  .transform(textValues);

function textValues(raw: Record<string, string | number | boolean | null | undefined>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, value === null || value === undefined ? null : String(value)]),
  );
}

const user = z.object({
  id: z.number(),
  email: z.string(),
  firstName: z.string().default(''),
  lastName: z.string().default(''),
  superAdmin: z.boolean().default(false),
});

const portal = z.object({
  id: z.number(),
  name: z.string(),
  timeZone: z.string().default('Europe/London'),
  installed: z.boolean().default(false),
  users: z.array(user).default([]),
});

export const portalsShape = z.object({ portals: z.array(portal) });

const summary = z.object({
  id,
  title: z.string().default(''),
  subtitle: z.string().nullish().transform(emptyForAbsent),
  properties: values.default({}),
});

function emptyForAbsent(text: string | null | undefined): string {
  return text ?? '';
}

const option = z.object({ label: z.string(), value: z.string() });

const definition = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  fieldType: z.string().default('text'),
  groupName: z.string().default(''),
  options: z
    .array(option)
    .nullish()
    .transform((options) => options ?? []),
  readOnly: z.boolean().default(false),
});

const historyEntry = z.object({
  value: z.union([z.string(), z.null()]).transform(emptyForAbsent),
  timestamp: z.union([z.string(), z.number()]),
  sourceType: z.string().default(''),
  sourceId: z.string().nullish().transform(emptyForAbsent),
  sourceLabel: z.string().nullish().transform(emptyForAbsent),
});

const associated = z.object({ id, title: z.string().default(''), properties: values.default({}) });
const associatedList = z.array(associated).default([]);

export const recordsShape = z.object({
  total: z.number(),
  records: z.array(summary),
  definitions: z.array(definition).default([]),
});

export const recordShape = z.object({
  id,
  objectType: z.string(),
  objectTypeId: z.string(),
  title: z.string().default(''),
  subtitle: z.string().nullish().transform(emptyForAbsent),
  properties: values,
  definitions: z.array(definition).default([]),
  groups: z.array(z.object({ name: z.string(), label: z.string() })).default([]),
  history: z.record(z.string(), z.array(historyEntry)).default({}),
  associations: z
    .object({ contacts: associatedList, companies: associatedList, deals: associatedList, tasks: associatedList })
    .default({ contacts: [], companies: [], deals: [], tasks: [] }),
});

const extension = z.object({
  uid: z.string(),
  type: z.enum(['card', 'settings', 'page', 'crm-bulk-action']),
  name: z.string(),
  location: z.string().default(''),
  objectTypes: z
    .array(z.string())
    .nullish()
    .transform((types) => types ?? []),
  bundleUrl: z.string(),
  /** How a bulk action is shown; absent elsewhere. */
  displayMode: z.enum(['PANEL', 'MODAL']).optional(),
});

export const extensionsShape = z.object({
  app: z.object({
    appId: z.union([z.number(), z.string()]),
    name: z.string(),
    installed: z.boolean().default(false),
    installUrl: z.string().nullish().transform(emptyForAbsent),
    permittedUrls: z.unknown().optional(),
    variables: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .nullish()
      .transform((v) => v ?? {}),
    workflowActions: z
      .array(
        z.object({
          name: z.string(),
          actionUrl: z.string(),
          objectTypes: z.array(z.string()),
          properties: z.array(z.string()),
        }),
      )
      .default([]),
  }),
  extensions: z.array(extension),
});

/** How the app answered an execution of a workflow action; without a status it did not answer. */
export const executionShape = z.object({
  callbackId: z.string(),
  status: z.number().optional(),
  body: z.string().default(''),
});
export const actionAnswerShape = z.object({ outputFields: z.record(z.string(), z.string()).default({}) });
export const callbacksShape = z.object({
  callbacks: z.array(z.object({ callbackId: z.string(), outputFields: z.record(z.string(), z.string()) })),
});

export const createdShape = z.object({ id });

export const fetchReplyShape = z.object({
  status: z.number(),
  body: z.unknown().transform((body) => (typeof body === 'string' ? body : JSON.stringify(body ?? ''))),
  headers: z.record(z.string(), z.string()).default({}),
});

export const functionAnswerShape = z.object({ answer: z.unknown() });

export const eventShape = z.object({
  portalId: z.number().optional(),
  objectType: z.string().optional(),
  objectId: id.optional(),
});

export type Portal = z.infer<typeof portal>;
export type User = z.infer<typeof user>;
export type RecordSummary = z.infer<typeof summary>;
export type RecordPage = z.infer<typeof recordsShape>;
export type CrmRecord = z.infer<typeof recordShape>;
export type PropertyDefinition = z.infer<typeof definition>;
export type HistoryEntry = z.infer<typeof historyEntry>;
export type AssociatedRecord = z.infer<typeof associated>;
export type Extensions = z.infer<typeof extensionsShape>;
export type WorkflowAction = Extensions['app']['workflowActions'][number];
export type Extension = z.infer<typeof extension>;
export type LiveEvent = z.infer<typeof eventShape>;
