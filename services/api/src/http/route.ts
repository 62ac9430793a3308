import { BATCH_NAME, type ProblemCode } from '@cardmill/contracts';
import { ProblemError } from '@cardmill/server-kit';
import type { Request, Response } from 'express';
import type { z } from 'zod';

import type { Api } from '../deps.ts';
import { aboutBatch } from './logging.ts';
import { parsePart } from './parse.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** One answer of a route: JSON of a schema, another media type, or nothing. */
export interface Reply {
  description: string;
  schema?: z.ZodType;
  mediaType?: string;
}

interface Described {
  method: Method;
  /** With parameters in braces, as the design and OpenAPI write them. */
  path: `/${string}`;
  summary: string;
  replies: Readonly<Record<number, Reply>>;
  /** Codes of the problems it may answer with, besides those that any route may. */
  problems?: readonly ProblemCode[];
  /** A body that is no JSON, for the document; the handler reads it from the request. */
  stream?: Readonly<Record<string, z.ZodType>>;
}

/** A route as the application mounts it and the document describes it. */
export interface Route extends Described {
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  answer(api: Api, req: Request, res: Response): Promise<void>;
}

/** One call of a route, everything in it checked. */
export interface Call<P, Q, B> {
  api: Api;
  params: P;
  query: Q;
  body: B;
  req: Request;
  res: Response;
}

/** Ties the schemas of a route to its handler; the same schemas make the OpenAPI document. */
export function defineRoute<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
>(
  spec: Described & {
    params?: P;
    query?: Q;
    body?: B;
    handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<void> | void;
  },
): Route {
  const { handle, ...described } = spec;
  return {
    ...described,
    async answer(api, req, res) {
      const { batch } = req.params;
      if (typeof batch === 'string') {
        // Any other name is unknown without asking the database.
        if (!BATCH_NAME.test(batch)) throw new ProblemError('batch_not_found');
        aboutBatch(req, batch);
      }
      await handle({
        api,
        req,
        res,
        params: part(spec.params, req.params, 'params'),
        query: part(spec.query, req.query, 'query'),
        body: part(spec.body, req.body ?? {}, 'body'),
      });
    },
  };
}

// Without a schema the handler's type is `unknown`: it has nothing to read there.
function part<S extends z.ZodType>(schema: S | undefined, value: unknown, where: string): z.output<S>;
function part(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  return schema === undefined ? undefined : parsePart(schema, value, where);
}
