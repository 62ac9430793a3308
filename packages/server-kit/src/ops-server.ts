import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Metrics } from './metrics.ts';
import { checkReady } from './readiness.ts';
import type { ReadyChecks } from './readiness.ts';

export interface OpsServer {
  /** The port listened on; the system's choice when 0 was asked for. */
  port: number;
  /** Stops listening and drops open connections. May be called again. */
  close(): Promise<void>;
}

/** What the operations routes are made of. */
export interface OpsSources {
  metrics: Metrics;
  ready?: ReadyChecks;
}

/**
 * Health and metrics for a process that serves no HTTP otherwise: the routes of {@link createOpsHandler} on a server
 * of their own.
 *
 * @throws the listen error, e.g. `EADDRINUSE`
 */
export async function startOpsServer(
  options: OpsSources & {
    port: number;
    /** Loopback unless said otherwise: metrics are nobody else's business. */
    host?: string;
  },
): Promise<OpsServer> {
  const server = createServer({ requestTimeout: 5_000 }, createOpsHandler(options));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });

  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        // Its error only says "was not running".
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * `GET /health` (the process is alive), `GET /ready` (200, or 503 naming what fails), `GET /metrics` (Prometheus);
 * 404 for anything else. For a server that has other business too.
 */
export function createOpsHandler(sources: OpsSources): (req: IncomingMessage, res: ServerResponse) => void {
  const { metrics, ready = {} } = sources;

  async function answer(path: string, res: ServerResponse): Promise<void> {
    switch (path) {
      case '/health':
        send(res, 200, { status: 'OK' });
        return;
      case '/ready': {
        const state = await checkReady(ready);
        send(res, state.ready ? 200 : 503, state);
        return;
      }
      case '/metrics': {
        const text = await metrics.metrics();
        res.writeHead(200, { 'content-type': metrics.contentType }).end(text);
        return;
      }
      default:
        send(res, 404, { status: 'not found' });
    }
  }

  return (req, res) => {
    const path = (req.url ?? '/').split('?', 1)[0] ?? '/';
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      send(res, 405, { status: 'method not allowed' });
      return;
    }
    answer(path, res).catch((err: unknown) => {
      if (!res.headersSent) send(res, 500, { status: 'failed' });
      res.destroy(err instanceof Error ? err : undefined);
    });
  };
}

function send(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
