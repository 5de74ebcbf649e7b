import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readWebhookEvent } from '../../../backend/src/http/routes/webhook-event.ts';

const APP_ID = 4096;

const changed = {
  portalId: 7,
  appId: APP_ID,
  subscriptionType: 'object.propertyChange',
  objectTypeId: '0-2',
  objectId: 12,
  occurredAt: 1_790_000_000_000,
  propertyName: 'city',
  propertyValue: 'Leeds',
  changeSource: 'CRM_UI',
  sourceId: 'userId:1',
};
const event = { kind: 'propertyChange', objectType: 'companies', objectId: '12', occurredAtMs: 1_790_000_000_000 };

describe('an event of HubSpot', () => {
  it('becomes a hint without its value', () => {
    const read = readWebhookEvent(changed, APP_ID);

    expect(read).toMatchObject({ portalId: 7, isOwnWrite: false, event: { ...event, property: 'city' } });
    expect(read?.event.valueHash).toMatch(/^[0-9a-f]{16}$/);
    expect(JSON.stringify(read)).not.toContain('Leeds');
  });

  it.each([
    ['ids as text', { portalId: '7', objectId: '12', occurredAt: '1790000000000' }],
    ['the older names', { subscriptionType: 'company.propertyChange', objectTypeId: undefined }],
  ])('is read with %s', (_name, members) => {
    expect(readWebhookEvent({ ...changed, ...members }, APP_ID)).toEqual(readWebhookEvent(changed, APP_ID));
  });

  it('keeps an id that is larger than numbers can be', () => {
    const read = readWebhookEvent({ ...changed, objectId: '90071992547409931234' }, APP_ID);

    expect(read?.event.objectId).toBe('90071992547409931234');
  });

  it.each([
    ['nothing', null],
    ['a text', 'x'],
    ['no portal', { ...changed, portalId: 0 }],
    ['a portal that is no number', { ...changed, portalId: 'x' }],
    ['half a portal', { ...changed, portalId: 1.5 }],
    ['a portal in other digits', { ...changed, portalId: '0x7' }],
    ['no instant', { ...changed, occurredAt: undefined }],
    ['an empty instant', { ...changed, occurredAt: '' }],
    ['an instant before time', { ...changed, occurredAt: -1 }],
    ['an instant that is no number', { ...changed, occurredAt: 'yesterday' }],
    ['no type', { ...changed, subscriptionType: 5 }],
    ['a type that is not ours', { ...changed, subscriptionType: 'ticket.creation' }],
    ['an object type that is not ours', { ...changed, objectTypeId: '0-5' }],
    ['a kind that is not ours', { ...changed, subscriptionType: 'object.toString' }],
    ['an inherited name for an object type', { ...changed, objectTypeId: 'constructor' }],
    ['no record', { ...changed, objectId: undefined }],
    ['a record that is no number', { ...changed, objectId: 'x1' }],
    ['a record below zero', { ...changed, objectId: -1 }],
    ['a property that tells nothing of the company', { ...changed, propertyName: 'hs_lead_status' }],
    ['a property name of another type', { ...changed, propertyName: ['city'] }],
  ])('that has %s is left out', (_name, input) => {
    expect(readWebhookEvent(input, APP_ID)).toBeUndefined();
  });

  it.each([
    ['our id', { changeSource: 'INTEGRATION', sourceId: '4096' }, APP_ID, true],
    ['our id as a number', { changeSource: 'INTEGRATION', sourceId: 4096 }, APP_ID, true],
    ['the id it is addressed to', { changeSource: 'INTEGRATION', sourceId: '4096' }, undefined, true],
    [
      'the id it is addressed to, which is not ours',
      { changeSource: 'INTEGRATION', sourceId: '777', appId: 777 },
      APP_ID,
      false,
    ],
    ['another app', { changeSource: 'INTEGRATION', sourceId: '777' }, APP_ID, false],
    ['a person', { changeSource: 'CRM_UI', sourceId: '4096' }, APP_ID, false],
    ['nobody', { changeSource: 'INTEGRATION', sourceId: undefined, appId: undefined }, undefined, false],
    ['nobody in words', { changeSource: 'INTEGRATION', sourceId: '', appId: '' }, undefined, false],
  ])('is our own write when its source is %s: %#', (_name, members, appId, isOwnWrite) => {
    expect(readWebhookEvent({ ...changed, ...members }, appId)).toMatchObject({ isOwnWrite });
  });

  it('is not looked into further when it is our own write', () => {
    const read = readWebhookEvent({ ...changed, changeSource: 'INTEGRATION', sourceId: '4096' }, APP_ID);

    expect(read?.event).toEqual({ ...event, property: 'city' });
  });

  it('tells no value that is none of a property', () => {
    expect(readWebhookEvent({ ...changed, propertyValue: { city: 'Leeds' } }, APP_ID)?.event).toEqual({
      ...event,
      property: 'city',
    });
  });

  const associated = { ...changed, subscriptionType: 'object.associationChange', objectId: undefined, fromObjectId: 5 };
  it.each([
    ['contact to a company', { fromObjectTypeId: '0-1', toObjectTypeId: '0-2' }, true],
    ['contact to a company, by its name', { fromObjectTypeId: '0-1', associationType: 'CONTACT_TO_COMPANY' }, true],
    ['contact to nobody knows what', { fromObjectTypeId: '0-1' }, true],
    ['contact to a deal', { fromObjectTypeId: '0-1', toObjectTypeId: '0-3' }, false],
    ['contact to a deal, by its name', { fromObjectTypeId: '0-1', associationType: 'CONTACT_TO_DEAL' }, false],
    ['company to a company', { fromObjectTypeId: '0-2', toObjectTypeId: '0-2' }, false],
  ])('of an association of a %s is read when it may lead to another company', (_name, members, isRead) => {
    const read = readWebhookEvent({ ...associated, objectTypeId: undefined, ...members }, APP_ID);

    expect(read?.event.objectId).toBe(isRead ? '5' : undefined);
  });

  it('of a merge names each record that is gone once, and never the one that stays', () => {
    const merge = { ...changed, subscriptionType: 'object.merge', primaryObjectId: 3, newObjectId: 9 };

    const read = readWebhookEvent({ ...merge, mergedObjectIds: [4, '4', 3, 9, 'x', null] }, APP_ID);

    expect(read?.event).toMatchObject({ objectId: '9', mergedIds: ['4', '3'] });
  });

  it('takes a member of another type for absent', () => {
    const merge = {
      ...changed,
      subscriptionType: 'object.merge',
      mergedObjectIds: 'x',
      primaryObjectId: {},
      newObjectId: 9,
    };

    expect(readWebhookEvent(merge, APP_ID)?.event).toMatchObject({ kind: 'merge', objectId: '9', mergedIds: [] });
  });
});

// What HubSpot documents, as a schema: reading by hand must come to the same.
const id = z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,20}$/)]);
const documented = z.object({
  portalId: z.number().int().positive(),
  subscriptionType: z.string(),
  occurredAt: z.number().nonnegative(),
  objectId: id.nullish(),
  fromObjectId: id.nullish(),
  objectTypeId: z.string().nullish(),
});

describe('whatever is sent', () => {
  const anything = fc.oneof(
    fc.integer(),
    fc.string(),
    fc.constantFrom('0-1', '0-2', '12', 12, null, undefined, true),
    fc.double(),
  );
  const sent = fc.record(
    {
      portalId: fc.oneof(fc.integer({ min: -1, max: 9 }), anything),
      subscriptionType: fc.oneof(fc.constantFrom('object.creation', 'object.deletion', 'contact.restore'), anything),
      occurredAt: fc.oneof(fc.nat(), anything),
      objectId: fc.oneof(fc.nat(), anything),
      fromObjectId: anything,
      objectTypeId: fc.oneof(fc.constantFrom('0-1', '0-2', '0-3'), anything),
      mergedObjectIds: fc.oneof(fc.array(anything), anything),
      propertyValue: anything,
      changeSource: anything,
    },
    { requiredKeys: [] },
  );

  it('never throws, and what the documentation allows is read', () => {
    fc.assert(
      fc.property(fc.oneof(sent, fc.anything()), (input) => {
        const read = readWebhookEvent(input, APP_ID);
        const wire = documented.safeParse(input).data;
        const isOurs =
          wire !== undefined &&
          /^(contact|company|deal)\.(creation|deletion|restore)$|^object\.(creation|deletion|restore)$/.test(
            wire.subscriptionType,
          ) &&
          (!wire.subscriptionType.startsWith('object.') || /^0-[123]$/.test(wire.objectTypeId ?? '')) &&
          (wire.objectId ?? wire.fromObjectId) != null;
        expect(isOurs && read === undefined).toBe(false);
        const names = ['kind', 'objectType', 'objectId', 'occurredAtMs', 'property', 'valueHash', 'mergedIds'];
        expect(Object.keys(read?.event ?? {}).filter((name) => !names.includes(name))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
