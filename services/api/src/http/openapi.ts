import {
  OpenApiGeneratorV31,
  OpenAPIRegistry,
  type ResponseConfig,
  type RouteConfig,
  zodToOpenAPIRegistry,
} from '@asteasolutions/zod-to-openapi';
import * as contracts from '@cardmill/contracts';
import { z } from 'zod';

import type { Route } from './route.ts';

/** Schemas that get a name of their own in the document. */
const NAMED = {
  ActionBody: contracts.ActionBody,
  ActionReply: contracts.ActionReply,
  Batch: contracts.Batch,
  BatchPatch: contracts.BatchPatch,
  BatchProgress: contracts.BatchProgress,
  CardOutcome: contracts.CardOutcome,
  Counts: contracts.Counts,
  Field: contracts.Field,
  FieldInput: contracts.FieldInput,
  FieldReading: contracts.FieldReading,
  FileEntry: contracts.FileEntry,
  NewBatch: contracts.NewBatch,
  Problem: contracts.Problem,
  ResultPatch: contracts.ResultPatch,
  ResultRow: contracts.ResultRow,
  Review: contracts.Review,
  ReviewCards: contracts.ReviewCards,
  SearchHit: contracts.SearchHit,
  Template: contracts.Template,
  TemplateInput: contracts.TemplateInput,
  TryReply: contracts.TryReply,
  TryRequest: contracts.TryRequest,
  UploadReply: contracts.UploadReply,
  Word: contracts.Word,
} satisfies Record<string, z.ZodType>;

/** The OpenAPI 3.1 document of these routes, from the schemas that check their requests. */
export function openApiDocument(routes: readonly Route[], version: string) {
  // What the library's own `.openapi(name)` does; that one has to be patched into zod before the contracts are loaded.
  for (const [refId, schema] of Object.entries(NAMED)) {
    zodToOpenAPIRegistry.add(schema, { _internal: { refId } });
  }
  const registry = new OpenAPIRegistry();
  for (const route of routes) registry.registerPath(describe(route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Cardmill',
      version,
      description:
        'Turns drawers of index cards into data. Errors are application/problem+json with a stable `code`; every reply carries x-request-id.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
  });
}

function describe(route: Route): RouteConfig {
  const content = bodyOf(route);
  return {
    method: route.method,
    path: route.path,
    summary: route.summary,
    operationId: `${route.method}${route.path.replaceAll(/[^A-Za-z0-9]+(\w)?/g, (_all, letter?: string) => letter?.toUpperCase() ?? '')}`,
    request: {
      ...(route.params instanceof z.ZodObject ? { params: route.params } : {}),
      ...(route.query instanceof z.ZodObject ? { query: route.query } : {}),
      ...(content === null ? {} : { body: { content } }),
    },
    responses: { ...repliesOf(route), ...problemsOf(route) },
  };
}

function bodyOf(route: Route) {
  if (route.body !== undefined) return { 'application/json': { schema: route.body } };
  if (route.stream === undefined) return null;
  return Object.fromEntries(Object.entries(route.stream).map(([type, schema]) => [type, { schema }]));
}

function repliesOf(route: Route): Record<string, ResponseConfig> {
  return Object.fromEntries(
    Object.entries(route.replies).map(([status, { description, schema, mediaType }]) => {
      if (schema !== undefined) return [status, { description, content: { 'application/json': { schema } } }];
      const text = { schema: z.string() };
      return [
        status,
        { description, ...(mediaType === undefined ? {} : { content: { [mediaType]: text } }) },
      ];
    }),
  );
}

/** One answer per status with the codes it may carry; a status that is a reply as well keeps the reply. */
function problemsOf(route: Route): Record<string, ResponseConfig> {
  const any = route.params === undefined && route.query === undefined && route.body === undefined;
  const codes = [
    ...(any ? [] : ['invalid_request' as const]),
    ...(route.problems ?? []),
    'internal' as const,
  ];
  const byStatus = new Map<string, string[]>();
  for (const code of new Set(codes)) {
    const status = String(contracts.PROBLEMS[code].status);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const content = { 'application/problem+json': { schema: contracts.Problem } };
  return Object.fromEntries(
    [...byStatus]
      .filter(([status]) => !Object.hasOwn(route.replies, status))
      .map(([status, list]) => [status, { description: list.join(', '), content }]),
  );
}
