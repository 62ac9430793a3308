import { ProblemError } from '@cardmill/server-kit';
import express, { type Express, type RequestHandler } from 'express';

import type { Api } from '../deps.ts';
import type { Route } from './route.ts';

/** A template's vocabularies are the largest thing that is sent as JSON. */
const MAX_JSON_BYTES = 8 * 1024 * 1024;

/** Puts the routes into the application; an address that is there answers any other method with 405. */
export function mountRoutes(app: Express, api: Api, routes: readonly Route[]): void {
  const json = [onlyJson, express.json({ limit: MAX_JSON_BYTES, strict: false })];
  for (const route of routes) {
    app[route.method](
      expressPath(route.path),
      ...(route.body === undefined ? [] : json),
      async (req, res) => {
        const done = api.metrics.requests.startTimer({ method: req.method, route: route.path });
        res.once('close', () => done({ status: res.statusCode }));
        await route.answer(api, req, res);
      },
    );
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
    if (methods.includes('GET')) methods.push('HEAD');
    app.all(expressPath(path), function refuseMethod(_req, res) {
      res.set('allow', methods.join(', '));
      throw new ProblemError('method_not_allowed');
    });
  }
}

/** `/batches/{batch}` as Express writes it. */
export const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const onlyJson: RequestHandler = (req, _res, next) => {
  const length = Number(req.headers['content-length'] ?? 0);
  const hasBody = req.headers['transfer-encoding'] !== undefined || length > 0;
  next(hasBody && req.is('json') === false ? new ProblemError('media_type_unsupported') : undefined);
};
