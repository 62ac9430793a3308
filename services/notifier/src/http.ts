import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** @throws the listen error, e.g. `EADDRINUSE` */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/**
 * Remembers the server's connections, upgraded ones too, so that they can be dropped: a server that closes waits for
 * every one of them, and a peer that does not answer keeps it for half a minute.
 *
 * @returns drops them all
 */
export function trackConnections(server: Server): () => void {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  return () => {
    for (const socket of open) socket.destroy();
  };
}
