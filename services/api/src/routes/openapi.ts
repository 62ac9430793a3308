import { z } from 'zod';

import { openApiDocument } from '../http/openapi.ts';
import { defineRoute, type Route } from '../http/route.ts';

/** @param routes what the document describes, this route among them */
export const openApi = (routes: () => readonly Route[]): Route => {
  let document: ReturnType<typeof openApiDocument> | undefined;
  return defineRoute({
    method: 'get',
    path: '/api/v1/openapi.json',
    summary: 'This document.',
    replies: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
    handle({ api, res }) {
      document ??= openApiDocument(routes(), api.version);
      res.json(document);
    },
  });
};
