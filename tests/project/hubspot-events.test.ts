import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { IDENTITY_PROPERTIES } from '../../backend/src/domain/company/identify-company.ts';
import { failedOutputs } from '../../backend/src/domain/workflow/action-outputs.ts';
import { webhookRoutes } from '../../backend/src/http/routes/webhooks.ts';
import { workflowActionRoutes } from '../../backend/src/http/routes/workflow-actions.ts';

const FOLDER = 'hubspot-project/app/workflow-actions';
const ORIGIN = '$'.concat('{BACKEND_ORIGIN}/api/hubspot');
const texts = z.record(z.string(), z.string());
const field = z.object({
  typeDefinition: z.object({
    name: z.string(),
    options: z.array(z.object({ value: z.string() })).default([]),
  }),
});
const actionShape = z.object({
  uid: z.string(),
  config: z.object({
    actionUrl: z.string(),
    supportedClients: z.array(z.looseObject({ client: z.string() })),
    inputFields: z.array(field),
    outputFields: z.array(field),
    executionRules: z.array(z.object({ labelName: z.string(), conditions: z.record(z.string(), z.string()) })),
    labels: z.record(
      z.string(),
      z.object({
        actionName: z.string(),
        actionDescription: z.string(),
        inputFieldLabels: texts,
        inputFieldDescriptions: texts,
        inputFieldOptionLabels: z.record(z.string(), texts),
        outputFieldLabels: texts,
        executionRules: texts,
      }),
    ),
  }),
});
const webhooksShape = z.object({
  config: z.object({
    settings: z.object({ targetUrl: z.string() }),
    subscriptions: z.object({
      crmObjects: z.array(
        z.object({ subscriptionType: z.string(), objectType: z.string(), propertyName: z.string().optional() }),
      ),
      hubEvents: z.array(z.object({ subscriptionType: z.string() })),
    }),
  }),
});

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const actions = readdirSync(FOLDER)
  .filter((name) => name.endsWith('-hsmeta.json'))
  .map((name) => [name, actionShape.parse(read(`${FOLDER}/${name}`)).config] as const);
const webhooks = webhooksShape.parse(read('hubspot-project/app/webhooks/webhooks-hsmeta.json')).config;

const hubspot = { publicUrl: 'https://x.example', clientSecret: undefined, clock: { now: () => new Date(0) } };
const unused = async () => {
  throw new Error('not part of this test');
};
const routers = [
  workflowActionRoutes({ hubspot, findInstallation: unused, runWorkflowAction: unused }),
  webhookRoutes({ hubspot, appId: 1, receiveWebhooks: unused }),
];
const routed = routers.flatMap(({ stack }) => stack.map(({ route }) => `${ORIGIN}${route?.path}`));

describe.each(actions)('%s', (_name, config) => {
  test('calls an address that is routed', () => {
    expect(routed).toContain(config.actionUrl);
  });

  test('declares exactly the outputs that are given, and the status words', () => {
    const { hs_execution_state: _, ...given } = failedOutputs('');
    const status = config.outputFields.find(({ typeDefinition }) => typeDefinition.name === 'enrichment_status');

    expect(config.outputFields.map(({ typeDefinition }) => typeDefinition.name)).toEqual(Object.keys(given));
    expect(status?.typeDefinition.options.map(({ value }) => value)).toEqual([
      'ENRICHED',
      'NEEDS_REVIEW',
      'NO_MATCH',
      'INSUFFICIENT_DATA',
      'FAILED',
    ]);
  });

  test('names everything in English, German, French and Spanish', () => {
    const inputs = config.inputFields.map(({ typeDefinition }) => typeDefinition);
    const options = inputs.filter((input) => input.options.length > 0);

    expect(Object.keys(config.labels).toSorted()).toEqual(['de', 'en', 'es', 'fr']);
    for (const words of Object.values(config.labels)) {
      expect(Object.keys(words.inputFieldLabels)).toEqual(inputs.map(({ name }) => name));
      expect(Object.keys(words.inputFieldDescriptions)).toEqual(inputs.map(({ name }) => name));
      expect(Object.keys(words.outputFieldLabels)).toEqual(config.outputFields.map((one) => one.typeDefinition.name));
      expect(Object.keys(words.executionRules)).toEqual(config.executionRules.map(({ labelName }) => labelName));
      expect(
        Object.fromEntries(Object.entries(words.inputFieldOptionLabels).map(([name, all]) => [name, Object.keys(all)])),
      ).toEqual(Object.fromEntries(options.map(({ name, options: all }) => [name, all.map(({ value }) => value)])));
    }
  });

  test('is a workflow action and an agent tool', () => {
    expect(config.supportedClients).toMatchObject([
      { client: 'WORKFLOWS' },
      { client: 'AGENTS', toolType: expect.any(String), llmConfig: { actionDescription: expect.any(String) } },
    ]);
  });
});

describe('the webhooks of the project', () => {
  test('go to an address that is routed', () => {
    expect(routed).toContain(webhooks.settings.targetUrl);
  });

  test('tell of the properties that identification uses, of none of ours, and of each life of a record', () => {
    const { crmObjects, hubEvents } = webhooks.subscriptions;
    const properties = (type: string) =>
      crmObjects.filter((one) => one.objectType === type).flatMap(({ propertyName }) => propertyName ?? []);
    const lives = (type: string) =>
      crmObjects
        .filter((one) => one.objectType === type && one.propertyName === undefined)
        .map(({ subscriptionType }) => subscriptionType);
    const foreign = (names: readonly string[]) => names.filter((name) => !name.startsWith('oppspot_'));

    expect(properties('company')).toEqual(foreign(IDENTITY_PROPERTIES.companies));
    expect(properties('contact')).toEqual(foreign(IDENTITY_PROPERTIES.contacts));
    expect(properties('deal')).toEqual([]);
    const life = ['object.creation', 'object.deletion', 'object.merge', 'object.restore'];
    expect(lives('company')).toEqual(life);
    // Which company they belong to is an association.
    expect(lives('contact')).toEqual([...life, 'object.associationChange']);
    expect(lives('deal')).toEqual([...life, 'object.associationChange']);
    expect(hubEvents).toEqual([{ subscriptionType: 'contact.privacyDeletion' }]);
  });
});
