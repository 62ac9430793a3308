import { createServer, connect, type Socket } from 'node:net';

/** A wire in front of a server: counts what goes in, and can be held or cut. */
export async function startProxy(target: { host: string; port: number }) {
  const sockets = new Set<Socket>();
  let taken = 0;
  let held = false;
  const server = createServer((near) => {
    const far = connect(target);
    for (const socket of [near, far]) {
      sockets.add(socket);
      // A cut wire is what this is for; the client under test reports it.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (chunk) => {
      taken += chunk.length;
      if (!far.write(chunk)) near.pause();
    });
    far.on('drain', () => {
      if (!held) near.resume();
    });
    far.pipe(near);
    if (held) near.pause();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');

  return {
    port: address.port,
    /** bytes that came in so far */
    taken: () => taken,
    /** Takes nothing more, and answers nothing, until `release`. */
    hold() {
      held = true;
      for (const socket of sockets) socket.pause();
    },
    release() {
      held = false;
      for (const socket of sockets) socket.resume();
    },
    /** Cuts every connection and refuses new ones. */
    async close() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
