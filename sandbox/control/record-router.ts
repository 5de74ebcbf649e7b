import express, { type Router } from 'express';
import { z } from 'zod';
import { archiveRecord, type ChangeContext, createRecord, findRecord, updateRecord } from '../crm/change-records.ts';
import { getRecords } from '../crm/portal-tables.ts';
import { notFoundError, validationError } from '../http/hubspot-error.ts';
import type { CrmRecord } from '../state/crm-record.ts';
import { parseObjectType } from '../state/object-types.ts';
import type { Portal } from '../state/portal.ts';
import { type ControlParts, getObjectType, getPortal, readJson } from './control-parts.ts';
import { presentDefinitions, presentForPage, presentLine } from './present-for-page.ts';

const editSchema = z.object({
  properties: z.record(z.string(), z.string()),
  userId: z.number().optional(),
  /** HubSpot's own engines write read-only values (page views, last contacted); tests use this to set them. */
  asHubSpot: z.boolean().default(false),
});
const createSchema = editSchema.extend({
  associations: z.array(z.object({ objectType: z.string(), id: z.string() })).default([]),
});

/** Records as a person at the screen reads and edits them. */
export function makeRecordRouter(parts: ControlParts): Router {
  const router = express.Router();
  const list = '/portals/:portalId/records/:objectType';

  router.get(list, (request, response) => {
    const portal = getPortal(parts, request);
    const wanted = String(request.query.search ?? '').toLowerCase();
    const limit = Number(request.query.limit ?? 100);
    const offset = Number(request.query.offset ?? 0);
    const objectType = getObjectType(request);
    const lines = [...getRecords(portal, objectType).values()]
      .filter((record) => record.archivedAtMs === undefined)
      .map((record) => presentLine(portal, record))
      .filter((line) =>
        `${line.id} ${line.title} ${line.subtitle} ${line.properties.email ?? ''}`.toLowerCase().includes(wanted),
      );
    response.json({
      total: lines.length,
      records: lines.slice(offset, offset + limit),
      definitions: presentDefinitions(portal, objectType),
    });
  });

  router.post(list, (request, response) => {
    const portal = getPortal(parts, request);
    const input = readJson(createSchema, request);
    const targets = input.associations.map(({ objectType, id }) => {
      const typeId = parseObjectType(objectType);
      if (typeId === undefined || findRecord(portal, typeId, id) === undefined) {
        throw validationError(`There is no ${objectType} ${id} to associate with`);
      }
      return { typeId, id };
    });
    const record = createRecord(asPerson(parts, portal, input), getObjectType(request), input.properties);
    for (const to of targets) portal.associations.addDefault({ typeId: record.objectTypeId, id: record.id }, to);
    response.status(201).json(presentForPage(portal, record));
  });

  router.get(`${list}/:id`, (request, response) => {
    const portal = getPortal(parts, request);
    response.json(presentForPage(portal, getRecord(portal, request)));
  });

  router.patch(`${list}/:id`, (request, response) => {
    const portal = getPortal(parts, request);
    const record = getRecord(portal, request);
    const input = readJson(editSchema, request);
    updateRecord(asPerson(parts, portal, input), record, input.properties);
    response.json(presentForPage(portal, record));
  });

  router.delete(`${list}/:id`, (request, response) => {
    const portal = getPortal(parts, request);
    archiveRecord(asPerson(parts, portal, {}), getRecord(portal, request));
    response.status(204).end();
  });
  return router;
}

function getRecord(portal: Portal, request: express.Request): CrmRecord {
  const record = findRecord(portal, getObjectType(request), String(request.params.id));
  if (record === undefined) throw notFoundError();
  return record;
}

function asPerson(
  parts: ControlParts,
  portal: Portal,
  editor: { userId?: number | undefined; asHubSpot?: boolean },
): ChangeContext {
  if (editor.asHubSpot === true) {
    const origin = { sourceType: 'ANALYTICS', sourceLabel: 'HubSpot' };
    return { state: parts.state, portal, mayWriteReadOnly: true, origin };
  }
  const user = portal.users.find((candidate) => candidate.id === editor.userId) ?? portal.users[0];
  const origin =
    user === undefined
      ? { sourceType: 'CRM_UI' }
      : { sourceType: 'CRM_UI', sourceId: `userId:${user.id}`, sourceLabel: user.email, userId: user.id };
  return { state: parts.state, portal, origin };
}
