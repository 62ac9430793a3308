import { Agent, createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { Logger } from '@cardmill/server-kit';
import { createProxyServer } from 'httpxy';

import { forwardedHeaders } from './forwarded.ts';
import { createHostGuard } from './host-guard.ts';
import { replyProblem } from './reply-problem.ts';
import { route } from './route.ts';
import type { Destination } from './route.ts';
import { loadStaticFiles } from './static-files.ts';

export interface ProxyOptions {
  /** Address to listen on. */
  host: string;
  /**
   * Address under which others find it, when that is not `host`: a container listens on all of its own
   * and is published at one of the machine's.
   */
  publishedAt?: string | undefined;
  /** 0 lets the system choose. */
  port: number;
  /** Base addresses, asked for on every request: a service that is started again may have another port. */
  apiUrl: () => string | undefined;
  notifierUrl: () => string | undefined;
  /** The built web. */
  webDir: string;
  /** Origins besides loopback under which this may be called while it serves loopback only. */
  origins?: readonly string[];
  logger: Logger;
}

export interface Proxy {
  /** Without a slash at the end. */
  url: string;
  port: number;
  /** Lets requests in hand end for up to `graceMs` (5,000), then drops them. May be called again. */
  close: (graceMs?: number) => Promise<void>;
}

// Silence, not duration: a slow station may send for hours, a dead one is let go.
const silenceMs = 10 * 60_000;

/**
 * The one door: pages, API and socket on one origin. Bodies are streamed both ways, never held.
 *
 * @throws the listen error, e.g. with code `EADDRINUSE`
 */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const { logger } = options;
  const pages = await loadStaticFiles(options.webDir);
  const isKnownHost = createHostGuard(options.publishedAt ?? options.host, options.origins ?? []);
  const reused = new Agent({ keepAlive: true });
  const proxy = createProxyServer({ proxyTimeout: silenceMs, upgradeTimeout: 30_000 });
  const upgraded = new Set<Duplex>();
  // Told once when it begins and once when it is over, not with every request.
  const away = new Set<Destination>();
  const target = (url: string) => (route(url) === 'notifier' ? options.notifierUrl() : options.apiUrl());

  // Connections are between two neighbours: what the service says about its own is not the client's.
  proxy.on('proxyRes', (answer, req) => {
    const service = route(req.url ?? '/');
    if (away.delete(service)) logger.info({ service }, 'a service is back');
    delete answer.headers.connection;
    delete answer.headers['keep-alive'];
  });
  proxy.on('error', (err, req, res) => {
    const service = route(req?.url ?? '/');
    if (!away.has(service)) logger.warn({ err, service }, 'a service does not answer');
    away.add(service);
    if (req !== undefined && res !== undefined && 'writeHead' in res)
      replyProblem(req, res, 'server_unavailable');
    else res?.destroy();
  });

  function onRequest(req: IncomingMessage, res: ServerResponse): void {
    const url = req.url ?? '/';
    if (!url.startsWith('/')) {
      replyProblem(req, res, 'invalid_request', 'The request target must be a path.');
      return;
    }
    if (!isKnownHost(req.headers.host)) {
      replyProblem(req, res, 'origin_refused', 'This name is not one of this machine.');
      return;
    }
    if (route(url) === 'static') {
      pages(req, res);
      return;
    }
    const address = target(url);
    if (address === undefined) {
      replyProblem(req, res, 'server_unavailable');
      return;
    }
    // Answered by this server already; the service would answer a second time.
    delete req.headers.expect;
    // A connection kept open may be closed by the service just as it is used again. Asking once more is
    // the client's choice, so only what changes nothing takes that chance.
    const mayReuse = req.method === 'GET' || req.method === 'HEAD';
    proxy
      .web(req, res, { target: address, agent: mayReuse ? reused : false, headers: forwardedHeaders(req) })
      .catch((err: unknown) => {
        logger.warn({ err }, 'a request could not be passed on');
        replyProblem(req, res, 'server_unavailable');
      });
  }

  function onUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', (err) => logger.debug({ err }, 'a socket broke'));
    const url = req.url ?? '/';
    const address = isKnownHost(req.headers.host) && route(url) === 'notifier' ? target(url) : undefined;
    if (address === undefined || !isSocket(socket)) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    proxy.ws(req, socket, { target: address, headers: forwardedHeaders(req) }, head).catch((err: unknown) => {
      logger.debug({ err }, 'a socket could not be passed on');
      socket.destroy();
    });
  }

  // requestTimeout counts the whole body (300 s by default) and would cut a slow station.
  const server = createServer(
    { requestTimeout: 0, headersTimeout: 15_000, keepAliveTimeout: 65_000 },
    onRequest,
  );
  server.timeout = silenceMs;
  server.on('upgrade', onUpgrade);
  await listen(server, options.host, options.port);

  let closing: Promise<void> | undefined;
  const port = portOf(server) ?? options.port;
  return {
    url: `http://${reachable(options.host)}:${port}`,
    port,
    close(graceMs = 5_000) {
      // Nobody ends these by themselves, and their clients connect again.
      for (const socket of upgraded) socket.destroy();
      closing ??= close(server, graceMs).finally(() => reused.destroy());
      return closing;
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), graceMs);
    // Clients keep a connection open after the answer that they waited for.
    const idle = setInterval(() => server.closeIdleConnections(), 20);
    // Its error only says "was not running".
    server.close(() => {
      clearTimeout(late);
      clearInterval(idle);
      resolve();
    });
  });
}

const isSocket = (stream: Duplex): stream is Socket => 'setNoDelay' in stream;

function portOf(server: Server): number | undefined {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : undefined;
}

/** Where a browser on this machine finds an address that is listened on. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
