import { createServer } from 'node:net';

// Below the range that the kernel gives to outgoing connections: a port that is closed for a while and opened again
// must not meanwhile have become some client's own, or a client that tries it again and again be connected to itself.
const FIRST = 12_000;
const LAST = 31_000;

/** A free TCP port of the loopback address that is still free after it was closed for a minute. */
export async function stablePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
