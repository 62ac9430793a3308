import { createServer, type RequestListener, type Server } from 'node:http';

export interface RunningServer {
  url: string;
  /** Lets requests in hand end, for at most `graceMs`, then drops what is left. */
  close(graceMs?: number): Promise<void>;
}

const SECOND = 1_000;

/** @throws the listen error, e.g. `EADDRINUSE` */
export async function startServer(
  listener: RequestListener,
  options: { host: string; port: number },
): Promise<RunningServer> {
  const server = createServer(
    // No bound on a whole request: a thousand files over a slow line take long. A line that is silent for two
    // minutes is dropped instead.
    { headersTimeout: 15 * SECOND, requestTimeout: 0, keepAliveTimeout: 10 * SECOND },
    listener,
  );
  server.setTimeout(120 * SECOND);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return { url: `http://${host}:${port}`, close: (graceMs = 8 * SECOND) => closeServer(server, graceMs) };
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    // Its error only says "was not running".
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
