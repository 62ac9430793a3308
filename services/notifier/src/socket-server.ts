import type { Server as HttpServer } from 'node:http';

import { type ClientToServerEvents, type ServerToClientEvents, SOCKET_PATH } from '@cardmill/contracts';
import { Server, type Socket } from 'socket.io';
import * as parser from 'socket.io-parser';

import { createOriginCheck, LOOPBACK_ORIGIN } from './origins.ts';
import { createReplyEncoder } from './reply-encoder.ts';

export type SocketServer = Server<ClientToServerEvents, ServerToClientEvents>;
export type WatcherSocket = Socket<ClientToServerEvents, ServerToClientEvents>;

const KIB = 1_024;
const SECOND_MS = 1_000;

/**
 * Socket.IO on an HTTP server that answers other addresses too. No adapter: each notifier hears all hints and serves
 * its own sockets. No connection-state recovery: it is an optimisation that a killed process takes with it, and who
 * comes back says what it knows anyway.
 */
export function createSocketServer(http: HttpServer, allowedOrigins: readonly string[]): SocketServer {
  const isAllowed = createOriginCheck(allowedOrigins);
  return new Server(http, {
    path: SOCKET_PATH,
    addTrailingSlash: false,
    serveClient: false,
    maxHttpBufferSize: 32 * KIB,
    perMessageDeflate: false,
    parser: { ...parser, Encoder: ReplyEncoder },
    connectTimeout: 10 * SECOND_MS,
    pingInterval: 20 * SECOND_MS,
    pingTimeout: 15 * SECOND_MS,
    cors: { origin: [...allowedOrigins, LOOPBACK_ORIGIN] },
    allowRequest: (req, decide) => {
      const allowed = isAllowed(req);
      decide(allowed ? null : 'origin_refused', allowed);
    },
  });
}

/** Socket.IO makes its encoder with `new`. */
function ReplyEncoder() {
  return createReplyEncoder();
}
