import express, { type Express } from 'express';
import helmet from 'helmet';

import type { Api } from '../deps.ts';
import { routes } from '../routes/index.ts';
import { answerError, notFound } from './errors.ts';
import { requestLog } from './logging.ts';
import { mountRoutes } from './mount.ts';
import { checkOrigin } from './origin.ts';

/** The whole HTTP side, without a port. */
export function createApp(api: Api, options: { allowedOrigins: readonly string[] }): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(requestLog(api.logger));
  // The strict default policy fits: what is served here is data, never a page. Who may embed an image is the proxy's.
  app.use(helmet({ strictTransportSecurity: false, crossOriginResourcePolicy: { policy: 'same-site' } }));
  app.use((_req, res, next) => {
    res.set('cache-control', 'no-store');
    next();
  });
  app.use(checkOrigin(options.allowedOrigins));
  mountRoutes(app, api, routes);
  app.use(notFound);
  app.use(answerError);
  return app;
}
