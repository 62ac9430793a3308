import { tmpdir } from 'node:os';

import { createDatabase } from '@cardmill/db';
import { createLogger } from '@cardmill/server-kit';
import { createFolderStore } from '@cardmill/storage';
import { expect, it } from 'vitest';

import { createApiMetrics } from '../metrics.ts';
import { routes } from '../routes/index.ts';
import { createApp } from './app.ts';
import { expressPath } from './mount.ts';
import { openApiDocument } from './openapi.ts';

const document = openApiDocument(routes, '0.1.0');
const paths: Record<string, object> = document.paths ?? {};

/** An application of which nothing is used but its shape; nothing here connects by itself. */
function app() {
  return createApp(
    {
      db: createDatabase('postgresql://nobody@127.0.0.1:1/nothing'),
      store: createFolderStore({ dir: tmpdir() }),
      hints: { send: () => undefined, changed: () => undefined },
      ring: () => undefined,
      ringSamples: () => undefined,
      limits: { maxFileBytes: 1 },
      draftDays: 30,
      countPages: async () => 1,
      logger: createLogger({ service: 'test', level: 'silent' }),
      metrics: createApiMetrics(),
      checks: {},
      version: '0.1.0',
    },
    { allowedOrigins: [] },
  );
}

it('describes every route of the application, by method and path', () => {
  const documented = new Set(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${expressPath(path)}`),
    ),
  );
  const mounted = app().router.stack.flatMap(({ route }) =>
    (route?.stack ?? []).flatMap(({ method, name }) =>
      // The handler that answers 405 is there for every method.
      method && name !== 'refuseMethod' ? [`${method} ${route?.path}`] : [],
    ),
  );
  expect(mounted.length).toBeGreaterThan(25);
  expect(new Set(mounted)).toEqual(documented);
});

it('names the shared schemas once and refers to them', () => {
  expect(document.openapi).toBe('3.1.0');
  const batch = document.components?.schemas?.['Batch'];
  expect(batch).toMatchObject({
    properties: { progress: { $ref: '#/components/schemas/BatchProgress' } },
  });
});

it('gives each operation an id of its own', () => {
  const ids = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map((operation: { operationId: string }) => operation.operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});
