import { connect, createServer, type Socket } from 'node:net';

/** A wire in front of a server that can go dead: connections stay and new ones are taken, but every byte vanishes. */
export async function startWire(targetPort: number) {
  const sockets = new Set<Socket>();
  let dead = false;
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      // A dead wire does not say either that the other end has gone.
      socket.on('close', () => {
        sockets.delete(socket);
        if (!dead) for (const each of [near, far]) each.destroy();
      });
    }
    near.on('data', (chunk) => void (dead || far.write(chunk)));
    far.on('data', (chunk) => void (dead || near.write(chunk)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the wire has no port');
  const { port } = address;
  return {
    /** The server's URL, by way of this wire. */
    through: (url: string) => url.replace(/:\d+(?=\/|$)/, `:${port}`),
    die: () => (dead = true),
    /** Cuts what there is and refuses what comes, as a server does that is gone. */
    async close() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
