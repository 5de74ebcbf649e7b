import { type ApiRoute, type PortalCall, readObjectType, readParam } from '../http/api-route.ts';
import { notFoundError } from '../http/hubspot-error.ts';
import type { Pipeline, PipelineStage, Portal } from '../state/portal.ts';
import { schemaReadScopes } from './object-scopes.ts';

const BASE = '/crm/pipelines/2026-09/:objectType';

const mayRead = (call: PortalCall) => [schemaReadScopes(readObjectType(call))];
const facts = (path: string) =>
  ({ method: 'GET', path, auth: 'portal', bucket: 'main', latency: 'read', scopes: mayRead }) as const;

/** Deal pipelines and their stages, to read. */
export const PIPELINE_ROUTES: readonly ApiRoute[] = [
  {
    ...facts(BASE),
    handle: (call: PortalCall) => {
      const pipelines = readObjectType(call) === '0-3' ? call.portal.pipelines : [];
      return {
        status: 200,
        body: { results: pipelines.map((pipeline, order) => presentPipeline(call.portal, pipeline, order)) },
      };
    },
  },
  {
    ...facts(`${BASE}/:pipelineId`),
    handle: (call: PortalCall) => {
      const { pipeline, order } = getPipeline(call);
      return { status: 200, body: presentPipeline(call.portal, pipeline, order) };
    },
  },
  {
    ...facts(`${BASE}/:pipelineId/stages`),
    handle: (call: PortalCall) => {
      const { stages } = getPipeline(call).pipeline;
      return { status: 200, body: { results: stages.map((stage, order) => presentStage(call.portal, stage, order)) } };
    },
  },
  {
    ...facts(`${BASE}/:pipelineId/stages/:stageId`),
    handle: (call: PortalCall) => {
      const { stages } = getPipeline(call).pipeline;
      const order = stages.findIndex((stage) => stage.id === readParam(call, 'stageId'));
      const stage = stages[order];
      if (stage === undefined) throw notFoundError();
      return { status: 200, body: presentStage(call.portal, stage, order) };
    },
  },
];

function getPipeline(call: PortalCall): { pipeline: Pipeline; order: number } {
  const order = call.portal.pipelines.findIndex((pipeline) => pipeline.id === readParam(call, 'pipelineId'));
  const pipeline = call.portal.pipelines[order];
  if (pipeline === undefined || readObjectType(call) !== '0-3') throw notFoundError();
  return { pipeline, order };
}

function presentPipeline(portal: Portal, pipeline: Pipeline, displayOrder: number): Record<string, unknown> {
  return {
    id: pipeline.id,
    label: pipeline.label,
    displayOrder,
    stages: pipeline.stages.map((stage, order) => presentStage(portal, stage, order)),
    ...dates(portal),
  };
}

function presentStage(portal: Portal, stage: PipelineStage, displayOrder: number): Record<string, unknown> {
  const isClosed = /^[01](\.0)?$/.test(stage.probability);
  return {
    id: stage.id,
    label: stage.label,
    displayOrder,
    metadata: { probability: stage.probability, isClosed: String(isClosed) },
    writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
    ...dates(portal),
  };
}

function dates(portal: Portal): Record<string, unknown> {
  const since = new Date(portal.createdAtMs).toISOString();
  return { createdAt: since, updatedAt: since, archived: false };
}
